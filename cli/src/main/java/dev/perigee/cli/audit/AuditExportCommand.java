package dev.perigee.cli.audit;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditPage;
import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee audit export`.
@Command(
        name = "export",
        description =
                "Print the whole audit log, a line of JSON each, for `perigee audit verify`. Needs the role admin.")
public final class AuditExportCommand implements ExitCoded {
    private final Shell shell;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public AuditExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        PrintStream out = shell.streams().out();
        try (ControlPlane controlPlane = connection.connect(shell)) {
            AuditPage page = controlPlane.audits().lines(0).orFail();
            out.println(Json.WIRE.text(new AuditHeading(page.chain(), page.keys())));
            while (!page.lines().isEmpty()) {
                page.lines().forEach(line -> out.println(Json.WIRE.text(line)));
                page = controlPlane.audits().lines(page.last()).orFail();
            }
        }
        return ExitCode.OK;
    }
}
