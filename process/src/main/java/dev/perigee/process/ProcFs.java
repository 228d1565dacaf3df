package dev.perigee.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `/proc`. A process that is gone or may not be looked at reads as empty.
final class ProcFs {
    private static final int FILE_BYTES_MAX = 8 << 20;
    private static final int SELF = (int) ProcessHandle.current().pid();
    /// The kernel gives orphans to the first living thread of a subreaper, which in a JVM is the launcher's.
    private static final String ADOPTED = "/proc/" + SELF + "/task/" + SELF + "/children";

    private ProcFs() {}

    static int self() {
        return SELF;
    }

    static Optional<ProcessStat> stat(int pid) {
        return read("/proc/" + pid + "/stat").flatMap(ProcessStat::parse);
    }

    /// All processes, each as it was at some moment during the call.
    static List<ProcessStat> all() {
        String[] names = new File("/proc").list();
        List<ProcessStat> found = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            char first = name.charAt(0);
            if (first >= '1' && first <= '9') {
                read("/proc/" + name + "/stat").flatMap(ProcessStat::parse).ifPresent(found::add);
            }
        }
        return found;
    }

    /// The raw value of the tree marker in the environment a process was started with.
    static Optional<String> marker(int pid) {
        return read("/proc/" + pid + "/environ").flatMap(environ -> variable(environ, Marker.NAME));
    }

    static Optional<String> variable(String environ, String name) {
        String key = name + "=";
        int at = environ.startsWith(key) ? 0 : environ.indexOf('\0' + key) + 1;
        if (at == 0 && !environ.startsWith(key)) {
            return Optional.empty();
        }
        int end = environ.indexOf('\0', at);
        return Optional.of(environ.substring(at + key.length(), end < 0 ? environ.length() : end));
    }

    /// Whether this JVM has children it did not start; never falsely no, and cheap when there are none.
    static boolean mayHaveAdopted() {
        return read(ADOPTED).map(children -> !children.isBlank()).orElse(true);
    }

    /// Whether a process has children; never falsely no.
    static boolean mayHaveChildren(int pid) {
        return read("/proc/" + pid + "/task/" + pid + "/children")
                .map(children -> !children.isBlank())
                .orElse(true);
    }

    private static Optional<String> read(String path) {
        try (FileInputStream in = new FileInputStream(path)) {
            return Optional.of(new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
