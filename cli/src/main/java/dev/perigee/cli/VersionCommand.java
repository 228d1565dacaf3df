package dev.perigee.cli;

import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import java.util.Objects;
import picocli.CommandLine.Command;

/// `perigee version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements ExitCoded {
    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() {
        String version =
                Objects.requireNonNullElse(VersionCommand.class.getPackage().getImplementationVersion(), "development");
        shell.streams().out().println("perigee " + version + " (Java " + Runtime.version() + ")");
        return ExitCode.OK;
    }
}
