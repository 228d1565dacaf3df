package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where servers are supervised in virtual time. What supervision does on other threads it does at once, on the
/// thread that asked for it.
final class Host {
    static final String TOOLS = "{\"tools\":{\"listChanged\":true}}";

    final VirtualTime time = new VirtualTime();
    final List<GatewayEvents.Event> events = new CopyOnWriteArrayList<>();
    final Upstreams upstreams = new Upstreams(Runnable::run);
    private final Upstream.Surroundings around;

    Host(int processesMax) {
        this(processesMax, Duration.ofSeconds(5));
    }

    /// Where a server must say hello within `greetingMax`.
    Host(int processesMax, Duration greetingMax) {
        around = new Upstream.Surroundings(
                time, events::add, greetingMax, Upstream.IDLE_MAX, time, Runnable::run, new Places(processesMax));
    }

    Upstream.Surroundings around() {
        return around;
    }

    /// A server that is a process.
    Upstream process(String name, Connector server) {
        return add(name, new Upstream.Traits(server, Transport.STDIO, Redaction.NONE, null));
    }

    Upstream add(String name, Upstream.Traits traits) {
        Upstream upstream = new Upstream(new ServerName(name), traits, around);
        upstreams.put(upstream);
        return upstream;
    }

    static MemoryServer server() {
        return new MemoryServer(TOOLS)
                .on("tools/list", "{\"tools\":[{\"name\":\"read\"},{\"name\":\"write\"}]}")
                .on("tools/call", "{}");
    }

    <T extends GatewayEvents.Event> List<T> heard(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// The statuses in the order in which they came, each with its wire name.
    String statuses() {
        return heard(GatewayEvents.Event.StatusChanged.class).stream()
                .map(event -> event.status().wireName())
                .collect(Collectors.joining(" "));
    }

    static UpstreamClient client(String id) {
        return client(id, "{}");
    }

    static UpstreamClient client(String id, String capabilities) {
        return new Guest(id, new ClientProfile(JsonObject.of(capabilities), JsonObject.EMPTY));
    }

    static void call(Upstream upstream, UpstreamClient client) throws Exception {
        Exchange exchange = upstream.session(client).begin("tools/call", JsonObject.EMPTY);
        Exchange.@Nullable Event end = exchange.next(Duration.ofSeconds(5)).orElseThrow();
        if (!(end instanceof Exchange.Event.Answered)) {
            throw new AssertionError("no answer but " + end);
        }
    }

    private record Guest(String id, ClientProfile profile) implements UpstreamClient {
        @Override
        public void heard(ServerName server, Message.Notification notification) {}

        @Override
        public void asked(ServerName server, Message.Request request, UpstreamSession session) {}

        @Override
        public void lost(ServerName server, Loss why) {}
    }
}
