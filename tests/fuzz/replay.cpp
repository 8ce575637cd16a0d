// SPDX-License-Identifier: Apache-2.0
// A main for fuzz targets where there is no libFuzzer: runs every seed, and the same mutations of it each time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr unsigned mutations_in_all = 20'000;  // over all seeds, at most 2,000 each: some seconds a target
constexpr unsigned mutations_per_seed = 2'000;

Input read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Input> seeds_below(const char* directory) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());  // the order of a directory is not the same everywhere
    std::vector<Input> seeds;
    for (const auto& file : files) seeds.push_back(read(file));
    return seeds;
}

class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}

    Input mutate(Input input) {
        const auto steps = 1 + below(4);
        for (std::size_t step = 0; step < steps; ++step) change(input);
        return input;
    }

private:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
    auto place(Input& input) { return input.begin() + static_cast<std::ptrdiff_t>(below(input.size())); }

    void change(Input& input) {
        if (input.empty()) return input.push_back(byte());
        switch (below(6)) {
            case 0: *place(input) ^= static_cast<std::uint8_t>(1u << below(8)); break;
            case 1: *place(input) = byte(); break;
            case 2: input.resize(below(input.size())); break;
            case 3: input.insert(place(input), 1 + below(8), byte()); break;
            case 4: input.erase(place(input)); break;
            default: repeat_piece(input);
        }
    }

    /// A piece of the input once more, elsewhere: doubled elements, overlong lists.
    void repeat_piece(Input& input) {
        const auto from = below(input.size());
        const auto length = 1 + below(std::min<std::size_t>(input.size() - from, 256));
        const Input piece(input.begin() + static_cast<std::ptrdiff_t>(from), input.begin() + static_cast<std::ptrdiff_t>(from + length));
        input.insert(place(input), piece.begin(), piece.end());
    }

    std::uint8_t byte() {
        static constexpr std::uint8_t telling[] = {0, 1, 0x7f, 0x80, 0xff, '\n', '<', '"', '\\', '{', '-', '/'};
        return below(2) == 0 ? telling[below(sizeof telling)] : static_cast<std::uint8_t>(random_());
    }

    std::mt19937 random_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s DIRECTORY-OF-SEEDS\n", argv[0]);
        return EXIT_FAILURE;
    }
    const auto seeds = seeds_below(argv[1]);
    if (seeds.empty()) {
        std::fprintf(stderr, "%s holds no seed\n", argv[1]);
        return EXIT_FAILURE;
    }
    const auto share = std::min<std::size_t>(mutations_per_seed, 1 + mutations_in_all / seeds.size());
    std::size_t runs = 0;
    for (std::size_t number = 0; number < seeds.size(); ++number) {
        Mutator mutator(static_cast<std::uint32_t>(number + 1));
        LLVMFuzzerTestOneInput(seeds[number].data(), seeds[number].size());
        for (std::size_t turn = 0; turn < share; ++turn, ++runs) {
            const auto input = mutator.mutate(seeds[number]);
            LLVMFuzzerTestOneInput(input.data(), input.size());
        }
    }
    std::printf("%zu seeds, %zu mutations of them\n", seeds.size(), runs);
}
