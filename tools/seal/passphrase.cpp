#include "tools/seal/passphrase.hpp"

#include "core/crypto/crypto.hpp"
#include "tools/seal/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <termios.h>
#include <unistd.h>

namespace kori::seal
{

namespace
{

constexpr std::size_t line_bytes_max = 1'025; // one more than a passphrase may have
constexpr std::uint8_t stop_character = 3;    // Ctrl-C

crypto::SecretBytes read_line(int descriptor)
{
    crypto::SecretBytes line{line_bytes_max};
    std::size_t filled = 0;
    while (filled < line.size())
    {
        const auto got = ::read(descriptor, line.bytes().data() + filled, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw Problem{"The passphrase cannot be read."};
        if (got == 1 && line.bytes()[filled] == stop_character)
            throw Problem{"Stopped."};
        if (got == 0 || line.bytes()[filled] == '\n')
            return crypto::SecretBytes::copy_of(line.view().substr(0, filled));
        ++filled;
    }
    throw Problem{"The passphrase is too long."};
}

// The terminal of this process, also when its input is something else.
class Terminal
{
public:
    Terminal() : descriptor_{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)}
    {
        if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0)
        {
            close();
            throw Problem{"There is no terminal to ask for the passphrase; use --passphrase-fd."};
        }
        // Ctrl-C comes as a character: a signal would leave the terminal silent and an empty file behind.
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        if (::tcsetattr(descriptor_, TCSAFLUSH, &silent) != 0)
        {
            close();
            throw Problem{"The terminal would show the passphrase."};
        }
    }
    ~Terminal()
    {
        ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
        close();
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    crypto::SecretBytes ask(std::string_view question) const
    {
        say(question);
        auto line = read_line(descriptor_);
        say("\n");
        return line;
    }

private:
    void say(std::string_view text) const
    {
        if (::write(descriptor_, text.data(), text.size()) < 0)
            throw Problem{"The terminal cannot be written to."};
    }
    void close() const
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    int descriptor_;
    termios before_{};
};

} // namespace

crypto::SecretBytes ask_passphrase(std::optional<int> descriptor, bool is_new)
{
    if (descriptor)
        return read_line(*descriptor);
    const Terminal terminal;
    auto passphrase = terminal.ask("Passphrase: ");
    if (is_new)
    {
        const auto again = terminal.ask("Once more: ");
        if (!crypto::equal_in_constant_time(passphrase.view(), again.view()))
            throw Problem{"The two passphrases differ."};
    }
    return passphrase;
}

} // namespace kori::seal
