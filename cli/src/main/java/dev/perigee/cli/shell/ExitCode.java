package dev.perigee.cli.shell;

/// The exit codes that are Perigee's own; `send` otherwise ends with the exit code of the command.
public final class ExitCode {
    public static final int OK = 0;

    /// Of `send --file`: some command did not complete with exit code 0.
    public static final int SOME_FAILED = 1;

    /// Of `cancel`: the command ended otherwise.
    public static final int NOT_CANCELLED = 1;

    /// Of `mcp call`: the tool says that it failed.
    public static final int TOOL_FAILED = 1;

    /// The command's execution timeout ran out.
    public static final int TIMED_OUT = 124;

    /// Perigee itself could not do what was asked; one line on stderr says why.
    public static final int PERIGEE_FAILED = 125;

    /// Ctrl-C, while a command was waited for.
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
