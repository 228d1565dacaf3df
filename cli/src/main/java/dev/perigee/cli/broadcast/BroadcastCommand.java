package dev.perigee.cli.broadcast;

import dev.perigee.cli.client.Broadcasts.Wish;
import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.send.BroadcastFollower;
import dev.perigee.cli.send.BroadcastReport;
import dev.perigee.cli.send.BroadcastReport.Form;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.json.Json;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee broadcast`.
@Command(
        name = "broadcast",
        description = "Show a broadcast and what its members answered so far, or pause, resume or abort it.",
        customSynopsis = "perigee broadcast [OPTIONS] ID [pause|resume|abort]",
        footerHeading = "%n",
        footer = {
            "Paused, no further command is created and those under way go on; aborted, those are cancelled.",
            "With --wait the exit code is 0 only when all completed with 0, else 1. As JSON it is one document,",
            "the broadcast; with --wait, one a satellite."
        })
public final class BroadcastCommand implements ExitCoded {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The broadcast's id.")
    private @Nullable String id;

    @Parameters(index = "1", arity = "0..1", paramLabel = "WISH", description = "pause, resume or abort.")
    private @Nullable String wish;

    @Option(names = "--wait", description = "Wait for its end, and then show what its members answered.")
    private boolean wait;

    @Option(names = "--whole", description = "The whole output of each, not only its first line.")
    private boolean whole;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public BroadcastCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (id == null) {
            throw new BadValue("ID is missing: expected the id of a broadcast, as `perigee broadcasts` lists them");
        }
        BroadcastId broadcast = new BroadcastId(id);
        Wish granted = wish == null ? null : wish(wish);
        try (ControlPlane controlPlane = connection.connect(shell)) {
            BroadcastView now = (granted == null
                            ? controlPlane.broadcasts().find(broadcast, Duration.ZERO)
                            : controlPlane.broadcasts().wish(broadcast, granted))
                    .orFail();
            Form form = whole ? Form.WHOLE : Form.FIRST_LINES;
            if (wait) {
                return new BroadcastFollower(controlPlane, shell, output.json() ? Form.JSON : form).follow(now);
            }
            if (output.json()) {
                shell.streams().out().println(Json.WIRE.text(now));
            } else if (granted == null) {
                new BroadcastReport(controlPlane.broadcasts(), shell, form).print(now);
            } else {
                String why = now.reason() == null ? "" : " (" + OneLine.of(now.reason()) + ")";
                shell.streams()
                        .out()
                        .println("broadcast " + now.id() + " is " + now.state().wireName() + why);
            }
        }
        return ExitCode.OK;
    }

    private static Wish wish(String word) {
        for (Wish known : Wish.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
                return known;
            }
        }
        throw new BadValue("WISH", word, "pause, resume or abort");
    }
}
