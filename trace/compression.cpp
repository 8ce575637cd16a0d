// SPDX-License-Identifier: Apache-2.0
#include "trace/compression.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <vector>

#include "trace/trace_files.hpp"

namespace drs::trace {
namespace {

constexpr std::size_t bite = 256u << 10;
constexpr int gzip_form = 15 + 16, level = 6;  // zlib's words for: the largest window, a gzip header
constexpr std::string_view part_suffix = ".log.gz.part";

class File {
public:
    File(const std::filesystem::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0640)) {}
    ~File() {
        if (handle_ >= 0) ::close(handle_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    explicit operator bool() const { return handle_ >= 0; }
    int handle() const { return handle_; }

private:
    int handle_;
};

bool write_all(int file, const unsigned char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(file, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written, size -= static_cast<std::size_t>(written);
    }
    return true;
}

ssize_t read_some(int file, std::vector<unsigned char>& into) {
    ssize_t got = 0;
    do got = ::read(file, into.data(), into.size());
    while (got < 0 && errno == EINTR);
    return got;
}

}  // namespace

struct Compression::Work {
    Work(std::filesystem::path from, std::filesystem::path scratch, std::filesystem::path target)
        : plain(std::move(from)), part(std::move(scratch)), whole(std::move(target)), source(plain, O_RDONLY),
          result(part, O_WRONLY | O_CREAT | O_TRUNC), input(bite), output(bite) {
        ready = source && result && ::deflateInit2(&stream, level, Z_DEFLATED, gzip_form, 9, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~Work() {
        if (ready) ::deflateEnd(&stream);
        if (!finished && result) ::unlink(part.c_str());
    }
    bool squeeze(std::size_t size, int flush);
    bool finish();

    const std::filesystem::path plain, part, whole;
    File source, result;
    std::vector<unsigned char> input, output;
    z_stream stream{};
    bool ready = false, finished = false;
};

bool Compression::Work::squeeze(std::size_t size, int flush) {
    stream.next_in = input.data();
    stream.avail_in = static_cast<uInt>(size);
    do {
        stream.next_out = output.data();
        stream.avail_out = static_cast<uInt>(output.size());
        ::deflate(&stream, flush);  // with room to write to it cannot fail
        if (!write_all(result.handle(), output.data(), output.size() - stream.avail_out)) return false;
    } while (stream.avail_out == 0);
    return true;
}

bool Compression::Work::finish() {
    struct stat info {};
    if (::fstat(source.handle(), &info) != 0) return false;
    const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
    if (!squeeze(0, Z_FINISH) || ::futimens(result.handle(), times.data()) != 0 || ::fsync(result.handle()) != 0) return false;
    if (::rename(part.c_str(), whole.c_str()) != 0) return false;
    finished = true;
    ::unlink(plain.c_str());  // else both stay, and begin() removes the plain one
    return true;
}

Compression::Compression(std::filesystem::path directory, std::string prefix) : directory_(std::move(directory)), prefix_(std::move(prefix)) { sweep(); }
Compression::~Compression() = default;

/// What a killed process left.
void Compression::sweep() const {
    std::error_code ended;
    for (std::filesystem::directory_iterator entry(directory_, ended), end; !ended && entry != end; entry.increment(ended)) {
        const std::string name = entry->path().filename().native();
        std::error_code stays;
        if (name.starts_with("." + prefix_) && name.ends_with(part_suffix)) std::filesystem::remove(entry->path(), stays);
    }
}

bool Compression::begin(std::uint64_t before) {
    for (const auto& file : trace_files(directory_, prefix_)) {
        if (!file.plain || file.number >= before) continue;
        const auto plain = directory_ / plain_name(prefix_, file.number);
        if (file.compressed) {
            if (::unlink(plain.c_str()) != 0) return false;
            continue;
        }
        work_ = std::make_unique<Work>(plain, directory_ / ("." + compressed_name(prefix_, file.number) + ".part"), directory_ / compressed_name(prefix_, file.number));
        return work_->ready;
    }
    return false;
}

bool Compression::go_on() {
    const auto got = read_some(work_->source.handle(), work_->input);
    if (got < 0) return false;
    if (got > 0) return work_->squeeze(static_cast<std::size_t>(got), Z_NO_FLUSH);
    const bool finished = work_->finish();
    work_.reset();
    return finished;
}

bool Compression::step(std::uint64_t before) {
    if (nothing_to_do_) return false;
    if (work_ ? go_on() : begin(before)) return true;
    work_.reset();
    nothing_to_do_ = true;
    return false;
}

bool is_compressed(int file) {
    std::array<unsigned char, 2> magic{};
    return ::pread(file, magic.data(), magic.size(), 0) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
}

void decompress(int file, const std::function<void(std::string_view)>& sink) {
    struct Stream {
        z_stream z{};
        Stream() {
            if (::inflateInit2(&z, gzip_form) != Z_OK) throw std::runtime_error("no memory to decompress it");
        }
        ~Stream() { ::inflateEnd(&z); }
    } stream;
    std::vector<unsigned char> input(bite), output(bite);
    if (::lseek(file, 0, SEEK_SET) < 0) throw std::runtime_error("it cannot be read from its beginning");
    int outcome = Z_OK;
    while (outcome != Z_STREAM_END) {
        if (stream.z.avail_in == 0) {
            const auto got = read_some(file, input);
            if (got < 0) throw std::runtime_error("it cannot be read");
            if (got == 0) throw std::runtime_error("its compressed data is cut off");
            stream.z.next_in = input.data();
            stream.z.avail_in = static_cast<uInt>(got);
        }
        stream.z.next_out = output.data();
        stream.z.avail_out = static_cast<uInt>(output.size());
        outcome = ::inflate(&stream.z, Z_NO_FLUSH);
        if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR) throw std::runtime_error("its compressed data is damaged");
        sink({reinterpret_cast<const char*>(output.data()), output.size() - stream.z.avail_out});
    }
}

}  // namespace drs::trace
