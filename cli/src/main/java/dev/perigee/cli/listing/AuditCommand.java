package dev.perigee.cli.listing;

import dev.perigee.cli.client.Audits;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditList;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee audit`.
@Command(
        name = "audit",
        description =
                "List what was done, and refused, that security depends on, the newest first. Needs the role admin.")
public final class AuditCommand extends ListingCommand<AuditList> {
    @Option(
            names = "--act",
            paramLabel = "ACT",
            description = "Only these acts, such as command.submit or access.denied.")
    private @Nullable String act;

    @Option(names = "--actor", paramLabel = "ACTOR", description = "Only what this one did, such as key:alice.")
    private @Nullable String actor;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Only what was done to this.")
    private @Nullable String subject;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + AuditList.LIMIT_DEFAULT,
            description = "At most so many, 1 to 1000. Default: " + AuditList.LIMIT_DEFAULT + ".")
    private int limit;

    public AuditCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<AuditList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane
                .audits()
                .list(
                        new Audits.Wanted(
                                Optional.ofNullable(act).map(AuditAct::of),
                                Optional.ofNullable(actor),
                                Optional.ofNullable(subject)),
                        limit);
    }

    @Override
    void print(AuditList list) {
        if (list.entries().isEmpty()) {
            shell.streams().out().println("No such entries.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("NUMBER", "WHEN", "ACTOR", "FROM", "ACT", "SUBJECT", "DETAILS");
        for (AuditEntry entry : list.entries()) {
            table.row(
                    String.valueOf(entry.number()),
                    Ago.of(entry.at(), now),
                    entry.actor(),
                    entry.address() == null ? "" : entry.address(),
                    entry.act().wireName(),
                    entry.subject(),
                    entry.details().entrySet().stream()
                            .map(detail -> detail.getKey() + "=" + detail.getValue())
                            .collect(Collectors.joining(" ")));
        }
        table.print(shell.streams().out());
    }
}
