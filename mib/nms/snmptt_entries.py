# SPDX-License-Identifier: Apache-2.0
"""The EVENT entries of snmptt for the notifications of a module."""

from module_text import ModuleText, Notification

HEAD = """# SPDX-License-Identifier: Apache-2.0
# What snmptt makes of each notification of DRS-MIB; written by mib/nms/generate. Name this file in [TrapFiles] of snmptt.ini.
# An alarm that is cleared matches an entry of its own, of severity Normal, so that a console can end what it showed.
"""
CATEGORY = "Disaster Recovery"
SEVERITIES = {"major": "Major", "warning": "Warning", "indeterminate": "Normal"}
# How snmptrapd writes the state, without and with the module; no parentheses, in which snmptt would see the end of the expression.
CLEARED = "^2$|cleared"
WORDS = [("drsNotificationNodeName", "on"), ("drsNotificationFeature", "feature"), ("drsNotificationComponent", "component"),
         ("drsNotificationJobId", "job"), ("drsNotificationSequence", "sequence")]
# What an alarm is not about is not said. An empty text comes as nothing, or as the word that snmptrapd has for it.
UNSAID = [r"REGEX (feature (\(null\))?, )()", r"REGEX (component (\(null\))?, )()", r"REGEX (job 0, )()"]


def entries(module: ModuleText) -> str:
    return HEAD + "".join(_of(each) for each in module.notifications)


def _of(notification: Notification) -> str:
    if "drsNotificationState" not in notification.objects:
        return _entry(notification, notification.name, "Normal", notification.paragraphs[0].partition(". ")[0].rstrip("."), [])
    state = f"${notification.objects.index('drsNotificationState') + 1}"
    text = notification.paragraphs[0].partition(". ")[0]
    if "nothing clears it" in notification.paragraphs[0]:
        return _entry(notification, notification.name, _severity(notification), text, [])
    return (_entry(notification, notification.name, _severity(notification), text, [f"MATCH {state}: !({CLEARED})"])
            + _entry(notification, f"{notification.name}Cleared", "Normal", f"Over: {text}", [f"MATCH {state}: ({CLEARED})"]))


def _severity(notification: Notification) -> str:
    for word, severity in SEVERITIES.items():
        if f"Severity {word}." in notification.paragraphs[0]:
            return severity
    return "Normal"


def _entry(notification: Notification, name: str, severity: str, text: str, matches: list[str]) -> str:
    lines = ["", f'EVENT {name} {notification.oid} "{CATEGORY}" {severity}', f"FORMAT {_format(notification, text)}", *matches, *UNSAID]
    return "\n".join([*lines, "SDESC", *notification.paragraphs, "EDESC", ""])


def _format(notification: Notification, text: str) -> str:
    def variable(name: str) -> str:
        return f"${notification.objects.index(name) + 1}"

    about = [f"{word} {variable(name)}" for name, word in WORDS if name in notification.objects]
    reason = f" {variable('drsNotificationReason')}" if "drsNotificationReason" in notification.objects else ""
    return f"{text}.{reason}" + (f" [{', '.join(about)}]" if about else "")
