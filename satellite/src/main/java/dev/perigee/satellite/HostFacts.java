package dev.perigee.satellite;

import dev.perigee.protocol.registration.SystemInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What does not change about the machine while a process lives. Memory and name are those that a Linux kernel says.
final class HostFacts {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,12}) kB");
    private static final long KIB = 1024;

    private HostFacts() {}

    static SystemInfo read() throws IOException {
        return new SystemInfo(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                memory(),
                Runtime.getRuntime().availableProcessors(),
                text(NAME).map(String::strip).orElse(null));
    }

    private static @Nullable Long memory() throws IOException {
        return text(MEMORY)
                .flatMap(text -> TOTAL.matcher(text).results().findFirst())
                .map((MatchResult found) -> Long.parseLong(found.group(1)) * KIB)
                .orElse(null);
    }

    private static Optional<String> text(Path path) throws IOException {
        return Files.isReadable(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    }
}
