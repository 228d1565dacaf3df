package dev.perigee.satellite.command.exec;

import dev.perigee.protocol.BadValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which programs the satellite runs. It has the last word, whatever it is asked for.
public sealed interface ExecAllow {
    ExecAllow ANY = new Any();

    ExecAllow DEFAULT = only(
            List.of("echo", "sleep", "ls", "tar", "gzip", "uname", "date", "df", "du", "true", "false", "sha256sum"));

    static ExecAllow only(List<String> programs) {
        return new Only(new TreeSet<>(programs));
    }

    /// Any program that it can start.
    record Any() implements ExecAllow {}

    /// These only: names as they are looked up on the PATH, or absolute paths.
    record Only(SortedSet<String> programs) implements ExecAllow {
        public Only {
            for (String program : programs) {
                if (program.isBlank() || (program.indexOf('/') >= 0 && !program.startsWith("/"))) {
                    throw new BadValue("exec.allow", program, "program names or absolute paths, or any");
                }
            }
            programs = Collections.unmodifiableSortedSet(new TreeSet<>(programs));
        }
    }
}
