// SPDX-License-Identifier: Apache-2.0
#include "wire/codec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::wire {
namespace {

// One description of each message's fields serves both directions: `visit(io, message)` names them in order.
template <class Io> void visit(Io& io, model::ComponentKey& k) { io(k.feature); io(k.component); }
template <class Io> void visit(Io& io, model::Component& c) { io(c.key); io(c.kind); io(c.mandatory); io(c.description); }
template <class Io> void visit(Io& io, model::ProductIdentity& p) { io(p.name); io(p.version); io(p.flavour); io(p.deployment); }
template <class Io> void visit(Io& io, Hello& m) {
    io(m.protocol); io(m.node);
    if (m.protocol != protocol_version) return io.rest(m.other);
    io(m.product); io(m.agent_version);
}
template <class Io> void visit(Io& io, Welcome& m) { io(m.protocol); io(m.master_node); io(m.ping_seconds); }
template <class Io> void visit(Io& io, Refused& m) { io(m.reason); }
template <class Io> void visit(Io& io, Registration& m) { io(m.components); io(m.problems); }
template <class Io> void visit(Io& io, BackupComponent& m) {
    io(m.stream); io(m.job); io(m.set); io(m.key); io(m.recipients); io(m.level); io(m.threads); io(m.silence_seconds); io(m.want_estimate);
}
template <class Io> void visit(Io& io, RestoreComponent& m) {
    io(m.stream); io(m.job); io(m.set); io(m.key); io(m.payload); io(m.file_key); io(m.silence_seconds);
}
template <class Io> void visit(Io& io, Commit& m) { io(m.stream); }
template <class Io> void visit(Io& io, Cancel& m) { io(m.stream); io(m.reason); }
template <class Io> void visit(Io& io, Data& m) { io(m.stream); io.rest(m.bytes); }
template <class Io> void visit(Io& io, End& m) { io(m.stream); }
template <class Io> void visit(Io& io, Credit& m) { io(m.stream); io(m.bytes); }
template <class Io> void visit(Io&, Ping&) {}
template <class Io> void visit(Io&, Pong&) {}
template <class Io> void visit(Io& io, Progress& m) { io(m.stream); io(m.bytes_before); io(m.bytes_expected); }
template <class Io> void visit(Io& io, Ready& m) { io(m.stream); }
template <class Io> void visit(Io& io, Finished& m) {
    io(m.stream); io(m.result); io(m.reason); io(m.bytes_before); io(m.bytes_stored); io(m.sha256); io(m.warnings); io(m.log_file);
}
template <class Io> void visit(Io& io, AlarmReport& m) { io(m.sequence); io(m.record); }
template <class Io> void visit(Io& io, AlarmTaken& m) { io(m.sequence); }
template <class Io> void visit(Io& io, ForgetLogs& m) { io(m.log_files); }
template <class Io> void visit(Io& io, TraceLevel& l) { io(l.area); io(l.level); }
template <class Io> void visit(Io& io, TraceLevels& m) { io(m.levels); }

constexpr std::uint8_t highest(model::Payload) { return static_cast<std::uint8_t>(model::Payload::raw); }
constexpr std::uint8_t highest(model::ComponentKind) { return static_cast<std::uint8_t>(model::ComponentKind::script); }
constexpr std::uint8_t highest(model::Result) { return static_cast<std::uint8_t>(model::Result::pending); }

class Writer {
public:
    explicit Writer(std::vector<std::byte>& out) : out_(out) {}

    template <class T> void operator()(const T& value) {
        if constexpr (std::is_same_v<T, bool>) number<std::uint8_t>(value ? 1 : 0);
        else if constexpr (std::is_enum_v<T>) number(static_cast<std::uint8_t>(value));
        else if constexpr (std::is_integral_v<T>) number(static_cast<std::make_unsigned_t<T>>(value));
        else visit(*this, const_cast<T&>(value));
    }
    void operator()(const std::string& text) {
        number(static_cast<std::uint32_t>(text.size()));
        rest({reinterpret_cast<const std::byte*>(text.data()), text.size()});
    }
    void operator()(const std::vector<std::byte>& bytes) {
        number(static_cast<std::uint32_t>(bytes.size()));
        rest(bytes);
    }
    template <class T> void operator()(const std::vector<T>& list) {
        number(static_cast<std::uint32_t>(list.size()));
        for (const auto& item : list) (*this)(item);
    }
    void rest(std::span<const std::byte> bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

private:
    template <class Unsigned> void number(Unsigned value) {
        for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
            out_.push_back(static_cast<std::byte>((value >> shift) & 0xff));
    }
    std::vector<std::byte>& out_;
};

class Reader {
public:
    explicit Reader(std::span<const std::byte> in) : in_(in) {}

    template <class T> void operator()(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            const auto byte = number<std::uint8_t>();
            if (byte > 1) throw ProtocolError("a truth value is neither 0 nor 1");
            value = byte == 1;
        } else if constexpr (std::is_enum_v<T>) {
            const auto byte = number<std::uint8_t>();
            if (byte == 0 || byte > highest(T{})) throw ProtocolError("an enumeration has a value that does not exist");
            value = static_cast<T>(byte);
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(number<std::make_unsigned_t<T>>());
        } else {
            visit(*this, value);
        }
    }
    void operator()(std::string& text) {
        const auto bytes = take(number<std::uint32_t>());
        text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    void operator()(std::vector<std::byte>& out) {
        const auto bytes = take(number<std::uint32_t>());
        out.assign(bytes.begin(), bytes.end());
    }
    template <class T> void operator()(std::vector<T>& list) {
        const auto count = number<std::uint32_t>();
        if (count > in_.size()) throw ProtocolError("a list is longer than its message");  // each item takes a byte or more
        list.clear();
        for (std::uint32_t i = 0; i < count; ++i) (*this)(list.emplace_back());  // one by one: memory only for what is really there
    }
    void rest(std::vector<std::byte>& out) {
        const auto bytes = take(in_.size());
        out.assign(bytes.begin(), bytes.end());
    }
    void finish() const {
        if (!in_.empty()) throw ProtocolError("a message is longer than its fields");
    }

private:
    std::span<const std::byte> take(std::size_t count) {
        if (count > in_.size()) throw ProtocolError("a message is shorter than its fields");
        const auto bytes = in_.first(count);
        in_ = in_.subspan(count);
        return bytes;
    }
    template <class Unsigned> Unsigned number() {
        Unsigned value = 0;
        for (const auto byte : take(sizeof(Unsigned)))
            value = static_cast<Unsigned>((static_cast<std::uint64_t>(value) << 8) | std::to_integer<std::uint8_t>(byte));
        return value;
    }
    std::span<const std::byte> in_;
};

template <std::size_t Index = 0>
Message decode_alternative(std::size_t type, Reader& reader) {
    if constexpr (Index == std::variant_size_v<Message>) {
        throw ProtocolError(fmt::format("there is no message of type {}", type));
    } else {
        if (type != Index) return decode_alternative<Index + 1>(type, reader);
        std::variant_alternative_t<Index, Message> message;
        visit(reader, message);
        reader.finish();
        return message;
    }
}

void put_header(std::vector<std::byte>& frame, std::size_t body, std::size_t type) {
    for (int shift = 24; shift >= 0; shift -= 8) frame[static_cast<std::size_t>(3 - shift / 8)] = static_cast<std::byte>((body >> shift) & 0xff);
    frame[4] = static_cast<std::byte>(type);
}

// The type on the wire is the place in the variant, counted from 1: new messages go to its end.
constexpr std::size_t data_type = 9;
static_assert(std::is_same_v<std::variant_alternative_t<data_type - 1, Message>, Data>);

}  // namespace

std::vector<std::byte> encode(const Message& message) {
    std::vector<std::byte> frame(header_bytes);
    Writer writer(frame);
    std::visit([&](const auto& m) { writer(m); }, message);
    if (frame.size() - header_bytes > longest_body)
        throw ProtocolError(fmt::format("a message of {} bytes is longer than the {} that a frame can hold", frame.size(), longest_body));
    put_header(frame, frame.size() - header_bytes, message.index() + 1);
    return frame;
}

std::vector<std::byte> data_header(StreamId stream, std::size_t bytes) {
    std::vector<std::byte> frame(header_bytes);
    Writer writer(frame);
    writer(stream);
    put_header(frame, sizeof stream + bytes, data_type);
    return frame;
}

Header decode_header(std::span<const std::byte, header_bytes> bytes) {
    Header header;
    for (std::size_t i = 0; i < 4; ++i) header.body = (header.body << 8) | std::to_integer<std::size_t>(bytes[i]);
    header.type = std::to_integer<std::uint8_t>(bytes[4]);
    if (header.body > longest_body) throw ProtocolError(fmt::format("a frame of {} bytes is longer than {}", header.body, longest_body));
    if (header.type == 0 || header.type > std::variant_size_v<Message>)
        throw ProtocolError(fmt::format("there is no message of type {}", header.type));
    return header;
}

Message decode_body(std::uint8_t type, std::span<const std::byte> body) {
    Reader reader(body);
    return decode_alternative(static_cast<std::size_t>(type) - 1, reader);
}

}  // namespace drs::wire
