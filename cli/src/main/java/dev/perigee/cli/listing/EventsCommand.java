package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.EventList;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.event.EventView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee events`.
@Command(name = "events", description = "List what happened, the newest last.")
public final class EventsCommand extends ListingCommand<EventList> {
    private static final int DATA_MAX = 100;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only these: a type such as mcp.server.crashed, or a prefix such as mcp.*.")
    private @Nullable String type;

    @Option(names = "--satellite", paramLabel = "SATELLITE", description = "Only those of this satellite.")
    private @Nullable String satellite;

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
    Reply<EventList> ask(ControlPlane controlPlane) throws InterruptedException {
        if (limit < 1 || limit > EventList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + EventList.LIMIT_MAX);
        }
        return controlPlane.events(
                Optional.ofNullable(type).map(EventPattern::new),
                Optional.ofNullable(satellite).map(SatelliteId::new),
                limit);
    }

    @Override
    void print(EventList list) {
        if (list.events().isEmpty()) {
            shell.streams().out().println(type == null && satellite == null ? "No events yet." : "No such events.");
            return;
        }
        Table table = new Table("TIME", "SATELLITE", "TYPE", "SUBJECT", "DATA");
        for (EventView view : list.events().reversed()) {
            table.row(
                    view.event().time().toString(),
                    view.satellite() == null ? "" : view.satellite().value(),
                    view.event().type(),
                    OneLine.of(
                            view.event().subject() == null ? "" : view.event().subject(), DATA_MAX),
                    OneLine.of(view.event().data(), DATA_MAX));
        }
        table.print(shell.streams().out());
    }
}
