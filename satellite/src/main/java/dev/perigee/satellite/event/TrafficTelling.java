package dev.perigee.satellite.event;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.RequestEntry;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.event.ClientEvent;
import dev.perigee.protocol.event.ServerEvent;
import dev.perigee.protocol.event.ToolEvent;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts on the bus what was gathered: a call or a client is an event each, lines and requests go together, as
/// many as fit in one. How many found no room before goes with the first.
record TrafficTelling(EventBus bus) {
    /// What the entries of one event may have in JSON; a single one has far less.
    static final int CHARS_MAX = 128 * 1024;

    void clients(List<Traffic.OfClient> some, long leftOut) {
        Long missed = count(leftOut);
        for (Traffic.OfClient one : some) {
            switch (one) {
                case Traffic.ClientCame came ->
                    bus.emit(
                            came.at(),
                            null,
                            new ClientEvent.Connected(
                                    came.session(),
                                    came.client(),
                                    came.userAgent(),
                                    null,
                                    came.transport(),
                                    came.address(),
                                    missed));
                case Traffic.ClientLeft left ->
                    bus.emit(
                            left.at(),
                            null,
                            new ClientEvent.Disconnected(
                                    left.session(),
                                    null,
                                    left.stayed().toSeconds(),
                                    left.toolCalls(),
                                    left.reason(),
                                    missed));
            }
            missed = null;
        }
    }

    void calls(TrafficEvents.Of of, List<Traffic.ToolCalled> some, long leftOut) {
        Owner owner = of.owner();
        Long missed = count(leftOut);
        for (Traffic.ToolCalled call : some) {
            bus.emit(
                    call.at(),
                    of.server().value(),
                    new ToolEvent.Executed(
                            call.tool(),
                            of.server().value(),
                            owner.serverId(),
                            owner.installation(),
                            owner.team(),
                            owner.user(),
                            call.took().toMillis(),
                            call.error() == null,
                            call.outcome(),
                            call.error(),
                            missed));
            missed = null;
        }
    }

    void requests(TrafficEvents.Of of, List<TrafficEvents.Logged> some, long leftOut) {
        Owner owner = of.owner();
        String server = of.server().value();
        Long missed = count(leftOut);
        for (List<ToolEvent.Request> part :
                portions(some.stream().map(one -> request(owner, one)).toList())) {
            bus.emit(
                    some.getFirst().call().at(),
                    server,
                    new ToolEvent.Requests(
                            server, owner.serverId(), owner.installation(), owner.team(), owner.user(), part, missed));
            missed = null;
        }
    }

    void lines(TrafficEvents.Of of, List<Traffic.LineWritten> some, long leftOut) {
        Owner owner = of.owner();
        String server = of.server().value();
        Long missed = count(leftOut);
        for (List<ServerEvent.LogEntry> part :
                portions(some.stream().map(TrafficTelling::entry).toList())) {
            bus.emit(
                    some.getFirst().at(),
                    server,
                    new ServerEvent.Logs(
                            server, owner.serverId(), owner.installation(), owner.team(), owner.user(), part, missed));
            missed = null;
        }
    }

    private static ToolEvent.Request request(Owner owner, TrafficEvents.Logged one) {
        RequestEntry entry = one.exchange().get();
        Traffic.ToolCalled call = one.call();
        JsonNode parameters = json(entry.params());
        return new ToolEvent.Request(
                owner.user(),
                entry.client(),
                call.tool(),
                parameters.isObject() ? parameters.path("arguments") : parameters,
                json(entry.answer()),
                entry.millis(),
                call.error() == null,
                call.outcome(),
                call.error(),
                call.at());
    }

    private static ServerEvent.LogEntry entry(Traffic.LineWritten line) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("source", line.source());
        if (line.logger() != null) {
            metadata.put("logger", line.logger());
        }
        return new ServerEvent.LogEntry(line.level(), line.text(), metadata, line.at());
    }

    /// What was cut is JSON no more.
    private static JsonNode json(String text) {
        JsonNode parsed = parsed(text);
        return parsed == null ? JsonNodeFactory.instance.stringNode(text) : parsed;
    }

    /// Null for what is no JSON.
    static @Nullable JsonNode parsed(@Nullable String text) {
        try {
            return text == null ? null : Json.WIRE.read(text, JsonNode.class);
        } catch (BadValue _) {
            return null;
        }
    }

    private static <T> List<List<T>> portions(List<T> entries) {
        List<List<T>> portions = new ArrayList<>();
        List<T> portion = new ArrayList<>();
        int characters = 0;
        for (T entry : entries) {
            int own = Json.WIRE.text(entry).length();
            if (!portion.isEmpty() && characters + own > CHARS_MAX) {
                portions.add(portion);
                portion = new ArrayList<>();
                characters = 0;
            }
            portion.add(entry);
            characters += own;
        }
        portions.add(portion);
        return portions;
    }

    private static @Nullable Long count(long leftOut) {
        return leftOut == 0 ? null : leftOut;
    }
}
