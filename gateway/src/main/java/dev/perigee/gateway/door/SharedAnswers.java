package dev.perigee.gateway.door;

import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.answers.Asker;
import dev.perigee.gateway.answers.Question;
import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.catalog.Freshness;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Spares servers requests whose answer is kept, or under way for another that is alike. A request that wants to hear
/// of progress or logs, or may ask its client something, stands for itself, and so does a tool's call until an answer
/// of that tool has said how long it holds. Thread-safe.
final class SharedAnswers {
    private static final int TOOLS_MAX = 10_000;
    private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

    private final Answers answers;
    private final Catalog catalog;
    private final Set<Tool> timed = ConcurrentHashMap.newKeySet();

    /// One whose answers may be kept.
    private record Tool(ServerName server, String name) {}

    /// For whom: the caller, what the client can do, and in whose name the server is asked.
    record Asked(Caller caller, ClientProfile profile, UpstreamClient inNameOf) {}

    SharedAnswers(Answers answers, Catalog catalog) {
        this.answers = answers;
        this.catalog = catalog;
    }

    /// Whether no other can have a part in the answer. Does not wait.
    boolean standsAlone(Upstream server, Message.Request request, Asked who) {
        if (request.method().equals("tools/call") && !isTimed(server, request)) {
            return true;
        }
        JsonObject meta = RequestMeta.of(request.params());
        boolean asks = who.profile().canBeAsked() && MAY_ASK.contains(request.method());
        return asks || meta.has("progressToken") || meta.has(RequestMeta.LOG_LEVEL);
    }

    /// Its share in an answer, which must be closed.
    Share open(Upstream server, Message.Request request, Asked who) throws InterruptedException {
        Share.Later later = result -> learn(server, request, who, result);
        if (standsAlone(server, request, who)) {
            return new Share(null, later);
        }
        JsonObject params = request.params();
        UpstreamClient client = who.inNameOf();
        String conversation = client.profile().canBeAsked() ? client.id() : "";
        // What a caller may see was decided by server before this, and so is no part of what a server answers.
        Asker asker = new Asker(who.caller().name(), "", who.profile().capabilities(), conversation);
        Optional<Question> question =
                Question.of(server.name(), request.method(), params, asker, isReadOnly(server, request, client));
        return new Share(
                question.filter(_ -> isThere(server, client))
                        .map(answers::claim)
                        .orElse(null),
                later);
    }

    /// A server that was away when it was asked counts as changed since, and its answer as old.
    private static boolean isThere(Upstream server, UpstreamClient client) {
        if (server.isConnected()) {
            return true;
        }
        try {
            server.session(client);
            return true;
        } catch (ConnectFailed _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isTimed(Upstream server, Message.Request request) {
        return !timed.isEmpty() && timed.contains(tool(server, request));
    }

    private boolean isReadOnly(Upstream server, Message.Request request, UpstreamClient client)
            throws InterruptedException {
        return request.method().equals("tools/call")
                && catalog.hints(server, tool(server, request).name(), client).readOnly();
    }

    /// As `learn`, by a thread of its own where there is something to learn. Does not wait.
    void learnLater(Upstream server, Message.Request request, Asked who, JsonObject result) {
        if (saysHowLong(server, request, result)) {
            Thread.ofVirtual().name("mcp-learning").start(() -> {
                try {
                    learn(server, request, who, result);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private void learn(Upstream server, Message.Request request, Asked who, JsonObject result)
            throws InterruptedException {
        if (saysHowLong(server, request, result) && isReadOnly(server, request, who.inNameOf())) {
            timed.add(tool(server, request));
        }
    }

    /// Only servers of the modern era say how long something holds.
    private boolean saysHowLong(Upstream server, Message.Request request, JsonObject result) {
        return request.method().equals("tools/call")
                && server.era().filter(Era.MODERN::equals).isPresent()
                && Freshness.of(result).ttl().filter(Duration::isPositive).isPresent()
                && result.has("content")
                && timed.size() < TOOLS_MAX
                && !isTimed(server, request);
    }

    private static Tool tool(Upstream server, Message.Request request) {
        return new Tool(server.name(), request.params().string("name").orElse(""));
    }
}
