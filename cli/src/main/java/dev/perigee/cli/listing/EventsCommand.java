package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Feed;
import dev.perigee.cli.client.FeedFollower;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventList;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.event.EventView;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee events`.
@Command(name = "events", description = "List what happened, the newest last, or follow what happens.")
public final class EventsCommand extends ListingCommand<EventList> {
    private static final int DATA_MAX = 100;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only these: a type such as mcp.server.crashed, or a prefix such as mcp.*.")
    private @Nullable String type;

    @Option(names = "--satellite", paramLabel = "SATELLITE", description = "Only those of this satellite.")
    private @Nullable String satellite;

    @Option(names = "--team", paramLabel = "TEAM", description = "Only those of this team.")
    private @Nullable String team;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those that came within this time, such as 10m, or since a moment such as"
                    + " 2026-01-31T12:00:00Z.")
    private @Nullable String since;

    @Option(
            names = {"-f", "--follow"},
            description = "Print events as they come, until Ctrl-C. Goes on where it was when the control plane"
                    + " restarts.")
    private boolean follow;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + EventList.LIMIT_DEFAULT,
            description =
                    "At most so many, 1 to " + EventList.LIMIT_MAX + ". Default: " + EventList.LIMIT_DEFAULT + ".")
    private int limit;

    public EventsCommand(Shell shell) {
        super(shell);
    }

    @Override
    public int run() throws InterruptedException {
        if (!follow) {
            return super.run();
        }
        try (ControlPlane controlPlane = connect()) {
            new FeedFollower(controlPlane, shell)
                    .follow(wanted(), this::tell, () -> !shell.streams().out().checkError());
        }
        return ExitCode.OK;
    }

    @Override
    Reply<EventList> ask(ControlPlane controlPlane) throws InterruptedException {
        if (limit < 1 || limit > EventList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + EventList.LIMIT_MAX);
        }
        return controlPlane.feed().newest(wanted(), limit);
    }

    @Override
    void print(EventList list) {
        if (list.events().isEmpty()) {
            boolean all = type == null && satellite == null && team == null && since == null;
            shell.streams().out().println(all ? "No events yet." : "No such events.");
            return;
        }
        Table table = new Table("TIME", "SATELLITE", "TYPE", "SUBJECT", "DATA");
        for (EventView view : list.events().reversed()) {
            table.row(cells(view).toArray(String[]::new));
        }
        table.print(shell.streams().out());
    }

    private void tell(Feed.News news) {
        switch (news) {
            case Feed.News.Happened(var _, EventView view) -> {
                shell.streams().out().println(json() ? Json.WIRE.text(view) : String.join("  ", cells(view)));
                shell.streams().out().flush();
            }
            case Feed.News.Gap(String after) ->
                shell.complain("events are missing here: those behind " + after + " are not kept any more");
            case Feed.News.Begun _ -> {}
        }
    }

    private static List<String> cells(EventView view) {
        return List.of(
                view.event().time().toString(),
                view.satellite() == null ? "" : view.satellite().value(),
                view.event().type(),
                OneLine.of(view.event().subject() == null ? "" : view.event().subject(), DATA_MAX),
                OneLine.of(view.event().data(), DATA_MAX));
    }

    private Feed.Wanted wanted() {
        return new Feed.Wanted(
                Optional.ofNullable(type).map(EventPattern::new),
                Optional.ofNullable(satellite).map(SatelliteId::new),
                Optional.ofNullable(team).map(TeamName::new),
                Optional.ofNullable(since).map(this::moment));
    }

    private Instant moment(String text) {
        if (text.contains("T")) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException _) {
                throw new BadValue("--since", text, "a time such as 10m or 2026-01-31T12:00:00Z");
            }
        }
        return shell.time().clock().instant().minus(Durations.parse("--since", text));
    }
}
