// SPDX-License-Identifier: Apache-2.0
#include "alarms/x733.hpp"

namespace drs::alarms {

std::string_view word(EventType type) {
    switch (type) {
        case EventType::other: return "other";
        case EventType::communications_alarm: return "communicationsAlarm";
        case EventType::quality_of_service_alarm: return "qualityOfServiceAlarm";
        case EventType::processing_error_alarm: return "processingErrorAlarm";
        case EventType::equipment_alarm: return "equipmentAlarm";
        case EventType::environmental_alarm: return "environmentalAlarm";
        case EventType::integrity_violation: return "integrityViolation";
        case EventType::operational_violation: return "operationalViolation";
        case EventType::physical_violation: return "physicalViolation";
        case EventType::security_service_or_mechanism_violation: return "securityServiceOrMechanismViolation";
        case EventType::time_domain_violation: return "timeDomainViolation";
    }
    return "?";
}

std::string_view word(ProbableCause cause) {
    switch (cause) {
        case ProbableCause::application_subsystem_failure: return "applicationSubsystemFailure";
        case ProbableCause::call_establishment_error: return "callEstablishmentError";
        case ProbableCause::communications_protocol_error: return "communicationsProtocolError";
        case ProbableCause::communications_subsystem_failure: return "communicationsSubsystemFailure";
        case ProbableCause::configuration_or_customization_error: return "configurationOrCustomizationError";
        case ProbableCause::file_error: return "fileError";
        case ProbableCause::input_output_device_error: return "inputOutputDeviceError";
        case ProbableCause::remote_node_transmission_error: return "remoteNodeTransmissionError";
        case ProbableCause::software_error: return "softwareError";
        case ProbableCause::software_program_abnormally_terminated: return "softwareProgramAbnormallyTerminated";
        case ProbableCause::software_program_error: return "softwareProgramError";
        case ProbableCause::threshold_crossed: return "thresholdCrossed";
        case ProbableCause::underlying_resource_unavailable: return "underlyingResourceUnavailable";
        case ProbableCause::authentication_failure: return "authenticationFailure";
        case ProbableCause::procedural_error: return "proceduralError";
        case ProbableCause::unauthorized_access_attempt: return "unauthorizedAccessAttempt";
        case ProbableCause::unexpected_information: return "unexpectedInformation";
        case ProbableCause::other: return "other";
    }
    return "?";
}

}  // namespace drs::alarms
