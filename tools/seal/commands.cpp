#include "tools/seal/commands.hpp"

#include "core/crypto/labelled_text.hpp"
#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"
#include "tools/seal/files.hpp"
#include "tools/seal/passphrase.hpp"

#include <algorithm>
#include <cstdio>
#include <variant>

namespace kori::seal
{

namespace
{

constexpr int descriptor_max = 1'023;

// The sentence of a refusal with its values in their places, after the file that it is about.
[[noreturn]] void refuse_file(const std::string& file, const Refusal& refusal)
{
    auto sentence = refusal.sentence;
    for (const auto& fact : refusal.values)
    {
        const auto mark = "{" + fact.name + "}";
        const auto* number = std::get_if<std::int64_t>(&fact.value);
        const auto value = number != nullptr ? std::to_string(*number) : std::get<std::string>(fact.value);
        if (const auto at = sentence.find(mark); at != std::string::npos)
            sentence.replace(at, mark.size(), value);
    }
    throw Problem{file + ": " + sentence};
}

template <class T>
T need(const std::string& file, Result<T> result)
{
    if (!result)
        refuse_file(file, result.refusal());
    return *std::move(result);
}

std::optional<int> passphrase_descriptor(const Words& words)
{
    const auto flag = words.flags.find("passphrase-fd");
    if (flag == words.flags.end())
        return std::nullopt;
    const auto number = crypto::parse_plain_number(flag->second);
    if (!number || *number > descriptor_max)
        throw Problem{"--passphrase-fd: a number of an open file descriptor is needed."};
    return static_cast<int>(*number);
}

void print_opener(const crypto::OpenerKey& key)
{
    std::printf("%s\n", crypto::spoken_fingerprint(key.fingerprint()).c_str());
}

void make_opener_key(const Words& words)
{
    const auto& name = words.files[0];
    const bool is_passphrase = words.flags.contains("passphrase") || words.flags.contains("passphrase-fd");
    if (is_passphrase)
    {
        NewFile file{name + ".pub", Readers::everybody}; // before anything is asked or computed
        const auto passphrase = ask_passphrase(passphrase_descriptor(words), true);
        const auto pair =
            need(name, crypto::make_opener_key(passphrase.view(), crypto::opener_passphrase_cost,
                                               crypto::system_randomness()));
        file.write(pair.key.text());
        file.keep();
        print_opener(pair.key);
        return;
    }
    NewFile secret{name, Readers::owner_only};
    NewFile open{name + ".pub", Readers::everybody};
    const auto pair = crypto::make_opener_key(crypto::system_randomness());
    secret.write(crypto::private_key_text(pair).view());
    open.write(pair.key.text());
    secret.keep();
    open.keep();
    print_opener(pair.key);
}

void seal(const Words& words)
{
    const auto& key_file = words.flags.at("to");
    const auto key = need(key_file, crypto::read_competition_key(read_text(key_file)));
    OldFile in{words.files[0]};
    auto writer = need(words.files[0],
                       crypto::TenderWriter::start(key, words.flags.at("bidder"), words.flags.at("part"),
                                                   in.size(), crypto::system_randomness()));
    NewFile out{words.files[1], Readers::owner_only};
    out.write(writer.header());
    std::uint64_t left = in.size();
    for (auto plain = in.read(crypto::tender_piece_bytes); !plain.empty();
         plain = in.read(crypto::tender_piece_bytes))
    {
        const crypto::WipeAtEnd wiped{plain};
        if (plain.size() > left)
            break;
        left -= plain.size();
        out.write(writer.write(plain));
    }
    if (left != 0 || !in.read(1).empty())
        throw Problem{words.files[0] + ": changed while it was sealed."};
    out.write(writer.finish());
    out.keep();
    std::printf("Sealed for %s to the key %s\n", key.competition.c_str(),
                crypto::spoken_fingerprint(key.fingerprint()).c_str());
}

void open_share(const Words& words)
{
    const auto locked = need(words.files[0], crypto::read_locked_share(read_text(words.files[0])));
    NewFile out{words.files[1], Readers::owner_only};
    const auto private_key = [&]
    {
        if (const auto flag = words.flags.find("public"); flag != words.flags.end())
        {
            const auto key = need(flag->second, crypto::read_opener_key(read_text(flag->second)));
            const auto passphrase = ask_passphrase(passphrase_descriptor(words), false);
            return need(flag->second, crypto::private_key_of(key, passphrase.view()));
        }
        const auto flag = words.flags.find("key");
        if (flag == words.flags.end())
            throw Problem{"open-share needs --key FILE, or --public FILE for a key of a passphrase."};
        return need(flag->second, crypto::read_private_key(read_private_text(flag->second).view()));
    }();
    const auto share = need(words.files[0], crypto::open_share(locked, private_key));
    out.write(crypto::opened_share_text(locked.label.competition, share).view());
    out.keep();
    std::printf("Opened share %d of %s. Who has this file and %d more has the key: hand it over after the "
                "deadline.\n",
                share.number, locked.label.competition.c_str(), locked.label.quorum.needed - 1);
}

void print_fingerprint(const Words& words)
{
    const auto text = read_text(words.files[0]);
    const auto competition = crypto::read_competition_key(text);
    const auto opener = crypto::read_opener_key(text);
    if (!competition && !opener)
    {
        const bool is_opener = competition.refusal().rule == "sealing.other_text" &&
                               opener.refusal().rule != "sealing.other_text";
        refuse_file(words.files[0], is_opener ? opener.refusal() : competition.refusal());
    }
    std::printf(
        "%s\n",
        crypto::spoken_fingerprint(competition ? competition->fingerprint() : opener->fingerprint()).c_str());
}

bool contains(const std::vector<std::string_view>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

const std::vector<Command>& commands()
{
    static const std::vector<Command> all = {
        {"opener-key",
         {"FILE"},
         {},
         {"passphrase", "passphrase-fd"},
         "make an opener's key: FILE stays secret, FILE.pub is registered; with a passphrase only FILE.pub",
         make_opener_key},
        {"seal",
         {"IN", "OUT"},
         {"to", "bidder", "part"},
         {},
         "seal one part of a tender to the competition's published key",
         seal},
        {"open-share",
         {"LOCKED", "OUT"},
         {},
         {"key", "public", "passphrase-fd"},
         "open one's own share of a competition's key",
         open_share},
        {"fingerprint",
         {"FILE"},
         {},
         {},
         "print the fingerprint of a competition's or an opener's public key",
         print_fingerprint},
    };
    return all;
}

std::string usage()
{
    std::string text = "kori-seal: seals tenders and opens shares, without a network\n\n";
    for (const auto& command : commands())
    {
        text += "  kori-seal " + std::string{command.name};
        for (const auto flag : command.needed)
            text += " --" + std::string{flag} + " …";
        for (const auto flag : command.may)
            text += " [--" + std::string{flag} + (flag == "passphrase" ? "]" : " …]");
        for (const auto file : command.files)
            text += " " + std::string{file};
        text += "\n      " + std::string{command.what} + "\n";
    }
    return text;
}

Words read_words(const Command& command, const std::vector<std::string>& words)
{
    Words read;
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        if (!words[i].starts_with("--"))
        {
            read.files.push_back(words[i]);
            continue;
        }
        const auto name = words[i].substr(2);
        if (!contains(command.needed, name) && !contains(command.may, name))
            throw Problem{words[i] + ": " + std::string{command.name} + " knows no such flag."};
        const bool takes_value = name != "passphrase";
        if (takes_value && i + 1 == words.size())
            throw Problem{words[i] + " needs a value."};
        if (!read.flags.emplace(name, takes_value ? words[i + 1] : std::string{}).second)
            throw Problem{words[i] + " stands twice."};
        i += takes_value ? 1 : 0;
    }
    for (const auto flag : command.needed)
        if (!read.flags.contains(std::string{flag}))
            throw Problem{std::string{command.name} + " needs --" + std::string{flag} + "."};
    if (read.files.size() != command.files.size())
        throw Problem{std::string{command.name} + " needs " + std::to_string(command.files.size()) +
                      (command.files.size() == 1 ? " file name." : " file names.")};
    return read;
}

} // namespace kori::seal
