# SPDX-License-Identifier: Apache-2.0
# Completion of drs for bash: drs itself knows what can come next, devices, sets, nodes and features of this machine included.
_drs() {
    local drs=${1:-${COMP_WORDS[0]}}
    mapfile -t COMPREPLY < <("$drs" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    # A directory goes on.
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _drs drs
