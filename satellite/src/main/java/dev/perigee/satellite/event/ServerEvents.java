package dev.perigee.satellite.event;

import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.ServerEvent;
import dev.perigee.protocol.event.ToolEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to MCP servers, as events on the bus; their subject is the server.
public record ServerEvents(EventBus bus) implements GatewayEvents {
    @Override
    public void happened(Event event) {
        bus.emit(event.at(), event.server().toString(), data(event));
    }

    private static EventData data(Event event) {
        String server = event.server().toString();
        return switch (event) {
            case Event.StatusChanged it ->
                new ServerEvent.StatusChanged(
                        server, null, null, null, null, it.status().wireName(), it.explanation(), it.at());
            case Event.Started it ->
                new ServerEvent.Started(
                        server,
                        null,
                        null,
                        null,
                        text(it.process()),
                        it.transport().wireName(),
                        null,
                        it.took().toMillis());
            case Event.Crashed it -> crashed(server, it);
            case Event.Restarted it ->
                new ServerEvent.Restarted(
                        server, null, null, null, text(it.before()), text(it.process()), it.reason(), it.attempt());
            case Event.PermanentlyFailed it ->
                new ServerEvent.PermanentlyFailed(server, null, null, null, it.crashes(), it.lastError(), it.at());
            case Event.Dormant it ->
                new ServerEvent.Dormant(
                        server, null, null, null, text(it.process()), it.idle().toSeconds(), it.lastUse());
            case Event.Respawned it ->
                new ServerEvent.Respawned(
                        server,
                        null,
                        null,
                        null,
                        text(it.process()),
                        it.rested().toSeconds(),
                        it.took().toMillis());
            case Event.ToolsDiscovered it -> discovered(server, it);
            case Event.ToolsUpdated it ->
                new ToolEvent.Updated(server, null, null, null, null, it.added(), it.removed(), it.total());
        };
    }

    private static EventData crashed(String server, Event.Crashed it) {
        Loss.Exit exit = it.why().exit();
        return new ServerEvent.Crashed(
                server,
                null,
                null,
                null,
                text(it.process()),
                exit == null ? null : exit.code(),
                exit == null || exit.signal() == 0 ? null : String.valueOf(exit.signal()),
                it.ran().toSeconds(),
                it.crashes(),
                it.restarts(),
                it.why().explanation());
    }

    private static EventData discovered(String server, Event.ToolsDiscovered it) {
        List<ToolEvent.Tool> tools = it.tools().stream()
                .map(name -> new ToolEvent.Tool(name, null, null, null))
                .toList();
        return new ToolEvent.Discovered(server, null, null, null, null, null, tools.size(), null, tools, it.at());
    }

    private static @Nullable String text(@Nullable Long process) {
        return process == null ? null : process.toString();
    }
}
