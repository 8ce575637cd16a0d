// SPDX-License-Identifier: Apache-2.0
// What kind of trouble an alarm tells of, in the words that every management system knows: ITU-T X.733 and X.736.
#pragma once

#include <cstdint>
#include <string_view>

namespace drs::alarms {

/// The values are those of IANAItuEventType (IANA-ITU-ALARM-TC-MIB, RFC 3877 section 6).
enum class EventType : std::uint8_t {
    other = 1,
    communications_alarm = 2,
    quality_of_service_alarm = 3,
    processing_error_alarm = 4,
    equipment_alarm = 5,
    environmental_alarm = 6,
    integrity_violation = 7,
    operational_violation = 8,
    physical_violation = 9,
    security_service_or_mechanism_violation = 10,
    time_domain_violation = 11,
};

/// Those that our alarms have, with the values of IANAItuProbableCause: from 500 on X.733, from 600 on X.736.
enum class ProbableCause : std::uint16_t {
    application_subsystem_failure = 501,
    call_establishment_error = 503,
    communications_protocol_error = 504,
    communications_subsystem_failure = 505,
    configuration_or_customization_error = 506,
    file_error = 516,
    input_output_device_error = 521,
    remote_node_transmission_error = 540,
    software_error = 544,
    software_program_abnormally_terminated = 545,
    software_program_error = 546,
    threshold_crossed = 549,
    underlying_resource_unavailable = 554,
    authentication_failure = 600,
    procedural_error = 613,
    unauthorized_access_attempt = 614,
    unexpected_information = 615,
    other = 1024,
};

/// As X.721 writes them: `processingErrorAlarm`, `fileError`. `?` for a number that is none of them.
std::string_view word(EventType type);
std::string_view word(ProbableCause cause);

}  // namespace drs::alarms
