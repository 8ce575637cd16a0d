// SPDX-License-Identifier: Apache-2.0
#include <new>

#include "mib/net_snmp.hpp"

namespace drs::mib {
namespace {

/// Net-SNMP's type and bytes of a value: both live as long as this does.
class Native {
public:
    explicit Native(const Value& value) : octets_(value.octets) {
        switch (value.syntax) {
            case Syntax::integer32: number(ASN_INTEGER, value); break;
            case Syntax::unsigned32: number(ASN_UNSIGNED, value); break;
            case Syntax::counter32: number(ASN_COUNTER, value); break;
            case Syntax::counter64: wide(value); break;
            case Syntax::timeticks: number(ASN_TIMETICKS, value); break;
            case Syntax::octets: break;
        }
    }
    u_char type() const { return type_; }
    const void* bytes() const { return type_ == ASN_OCTET_STR ? octets_.data() : static_cast<const void*>(&store_); }
    std::size_t size() const { return size_; }

private:
    void number(u_char type, const Value& value) {
        type_ = type;
        store_.number = static_cast<long>(value.number);
        size_ = sizeof(long);
    }
    void wide(const Value& value) {
        type_ = ASN_COUNTER64;
        store_.halves.high = static_cast<u_long>(value.number >> 32);
        store_.halves.low = static_cast<u_long>(value.number & 0xffffffffu);
        size_ = sizeof(counter64_t);
    }

    using counter64_t = struct counter64;
    const std::string& octets_;
    u_char type_ = ASN_OCTET_STR;
    union {
        long number;
        counter64_t halves;
    } store_{};
    std::size_t size_ = octets_.size();
};

}  // namespace

Oid oid_of(const oid* name, std::size_t length) {
    Oid result(length);
    for (std::size_t at = 0; at < length; ++at) result[at] = static_cast<SubId>(name[at]);
    return result;
}

std::vector<oid> native(OidView absolute_oid) { return {absolute_oid.begin(), absolute_oid.end()}; }

void answer(netsnmp_variable_list& varbind, OidView absolute_name, const Value& value) {
    if (!absolute_name.empty()) {
        const auto name = native(absolute_name);
        if (snmp_set_var_objid(&varbind, name.data(), name.size()) != 0) throw std::bad_alloc();
    }
    const Native bytes(value);
    if (snmp_set_var_typed_value(&varbind, bytes.type(), bytes.bytes(), bytes.size()) != 0) throw std::bad_alloc();
}

void append(Varbinds& list, OidView absolute_name, const Value& value) {
    const auto name = native(absolute_name);
    const Native bytes(value);
    auto* head = list.release();
    const auto* added =
        snmp_varlist_add_variable(&head, name.data(), name.size(), bytes.type(), bytes.bytes(), bytes.size());
    list.reset(head);
    if (added == nullptr) throw std::bad_alloc();
}

}  // namespace drs::mib
