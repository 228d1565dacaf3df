package dev.perigee.cli.shell;

import java.util.List;

/// Ends the program with exit code 125 and its lines on stderr. Carries no stack trace: it is an answer, not a defect.
public final class CliException extends RuntimeException {
    private final transient List<String> lines;

    public CliException(String line) {
        this(List.of(line));
    }

    public CliException(List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
