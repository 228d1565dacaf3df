package dev.perigee.satellite.event;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import dev.perigee.gateway.upstream.ListedTool;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.ServerEvent;
import dev.perigee.protocol.event.ToolEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.time.Alarm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What happens in the gateway, as events on the bus. What happens to servers is there at once, what goes
/// through the gateway when enough of it was gathered; the subject is the server. Thread-safe.
public final class ServerEvents implements Audience {
    private final EventBus bus;
    private final TrafficEvents traffic;

    /// `threads` may wait for a disk.
    public ServerEvents(EventBus bus, Alarm alarm, Executor threads) {
        this.bus = bus;
        this.traffic = new TrafficEvents(bus, alarm, threads);
    }

    @Override
    public void happened(Owner owner, Event event) {
        bus.emit(event.at(), event.server().toString(), data(owner, event));
    }

    @Override
    public void heard(Traffic what) {
        traffic.heard(what);
    }

    /// Hands what was gathered to the bus, on this thread.
    public void finish() {
        traffic.finish();
    }

    private static EventData data(Owner owner, Event event) {
        String server = event.server().toString();
        return switch (event) {
            case Event.StatusChanged it ->
                new ServerEvent.StatusChanged(
                        server,
                        owner.serverId(),
                        owner.installation(),
                        owner.team(),
                        owner.user(),
                        it.status().wireName(),
                        it.explanation(),
                        it.at());
            case Event.Started it ->
                new ServerEvent.Started(
                        server,
                        owner.serverId(),
                        owner.installation(),
                        owner.team(),
                        text(it.process()),
                        it.transport().wireName(),
                        null,
                        it.took().toMillis());
            case Event.Crashed it -> crashed(server, owner, it);
            case Event.Restarted it -> restarted(server, owner, it);
            case Event.PermanentlyFailed it ->
                new ServerEvent.PermanentlyFailed(
                        server,
                        owner.serverId(),
                        owner.installation(),
                        owner.team(),
                        it.crashes(),
                        it.lastError(),
                        it.at());
            case Event.Dormant it ->
                new ServerEvent.Dormant(
                        server,
                        owner.serverId(),
                        owner.installation(),
                        owner.team(),
                        text(it.process()),
                        it.idle().toSeconds(),
                        it.lastUse());
            case Event.Respawned it -> respawned(server, owner, it);
            case Event.ToolsDiscovered it -> discovered(server, owner, it);
            case Event.ToolsUpdated it ->
                new ToolEvent.Updated(
                        server,
                        owner.serverId(),
                        owner.installation(),
                        owner.team(),
                        owner.user(),
                        it.added(),
                        it.removed(),
                        it.total());
        };
    }

    private static EventData restarted(String server, Owner owner, Event.Restarted it) {
        return new ServerEvent.Restarted(
                server,
                owner.serverId(),
                owner.installation(),
                owner.team(),
                text(it.before()),
                text(it.process()),
                it.reason(),
                it.attempt());
    }

    private static EventData respawned(String server, Owner owner, Event.Respawned it) {
        return new ServerEvent.Respawned(
                server,
                owner.serverId(),
                owner.installation(),
                owner.team(),
                text(it.process()),
                it.rested().toSeconds(),
                it.took().toMillis());
    }

    private static EventData crashed(String server, Owner owner, Event.Crashed it) {
        Loss.Exit exit = it.why().exit();
        return new ServerEvent.Crashed(
                server,
                owner.serverId(),
                owner.installation(),
                owner.team(),
                text(it.process()),
                exit == null ? null : exit.code(),
                exit == null || exit.signal() == 0 ? null : String.valueOf(exit.signal()),
                it.ran().toSeconds(),
                it.crashes(),
                it.restarts(),
                it.why().explanation());
    }

    private static EventData discovered(String server, Owner owner, Event.ToolsDiscovered it) {
        return new ToolEvent.Discovered(
                server,
                owner.serverId(),
                owner.installation(),
                owner.team(),
                owner.user(),
                owner.installationName(),
                it.tools().size(),
                it.listed().stream().mapToLong(ListedTool::tokens).sum(),
                tools(it.listed()),
                it.at());
    }

    /// As many as fit.
    private static List<ToolEvent.Tool> tools(List<ListedTool> listed) {
        List<ToolEvent.Tool> tools = new ArrayList<>();
        int characters = 0;
        for (ListedTool one : listed) {
            ToolEvent.Tool tool = new ToolEvent.Tool(
                    one.name(), one.description(), TrafficTelling.parsed(one.inputSchema()), one.tokens());
            characters += Json.WIRE.text(tool).length();
            if (characters > TrafficTelling.CHARS_MAX) {
                break;
            }
            tools.add(tool);
        }
        return tools;
    }

    private static @Nullable String text(@Nullable Long process) {
        return process == null ? null : process.toString();
    }
}
