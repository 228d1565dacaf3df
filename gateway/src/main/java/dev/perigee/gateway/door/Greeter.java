package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.gateway.upstream.Upstreams;
import java.util.Optional;

/// What a client hears when it says hello. Before one server it is what that server says of itself; before all of
/// them the gateway speaks for itself, and waits for none.
final class Greeter {
    /// What the gateway offers before all servers: that a server lacks something only makes its list empty.
    static final JsonObject CAPABILITIES = JsonObject.of("""
            {"tools":{"listChanged":true},"prompts":{"listChanged":true},\
            "resources":{"listChanged":true,"subscribe":true},"completions":{},"logging":{}}""");

    /// Which tools can be called as a task each of them says itself.
    private static final JsonObject TASKS = JsonObject.of("""
            {"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}""");

    static final JsonObject INFO = JsonObject.of("{\"name\":\"perigee\",\"version\":\"0.1.0\"}");

    private final Upstreams upstreams;

    /// What it comes to.
    sealed interface Greeting {
        record Welcome(JsonObject result) implements Greeting {}

        record Refused(RpcError error) implements Greeting {}
    }

    Greeter(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    Greeting greet(View view, ClientSession client, ProtocolVersion version) throws InterruptedException {
        return switch (view) {
            case View.All _ -> new Greeting.Welcome(own(version));
            case View.One(ServerName server) -> ofServer(view, server, client, version);
        };
    }

    private Greeting ofServer(View view, ServerName name, ClientSession client, ProtocolVersion version)
            throws InterruptedException {
        Optional<Upstream> server =
                view.servers(upstreams, client.caller()).stream().findFirst();
        if (server.isEmpty()) {
            return new Greeting.Refused(new RpcError(RpcError.INVALID_PARAMS, "no server is called " + name));
        }
        try {
            UpstreamSession session = server.get().session(client);
            return new Greeting.Welcome(session.greeting().result().with("protocolVersion", version.wireName()));
        } catch (ConnectFailed e) {
            return new Greeting.Refused(Upcall.failure(name, e.why(), "the server cannot be reached: "));
        }
    }

    private static JsonObject own(ProtocolVersion version) {
        boolean hasTasks = version.compareTo(ProtocolVersion.V2025_11_25) >= 0;
        return JsonObject.EMPTY
                .with("protocolVersion", version.wireName())
                .with("capabilities", hasTasks ? CAPABILITIES.with("tasks", TASKS) : CAPABILITIES)
                .with("serverInfo", INFO);
    }
}
