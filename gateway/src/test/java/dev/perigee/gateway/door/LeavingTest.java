package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is left of clients that leave, or want something no more.
class LeavingTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}";

    private final MemoryServer files = new MemoryServer("{\"tools\":{},\"resources\":{}}")
            .on("tools/list", "{\"tools\":[{\"name\":\"read\",\"inputSchema\":{}}]}");
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void whoLeavesEndsItsStreamsAndTheCallsThatNobodyWaitsForAnyMore() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        files.on("tools/call", (_, _) -> called.countDown());
        Visitor visitor = door.put("files", files).greeted("/mcp/files", "{}");
        var stream = door.http()
                .sendAsync(visitor.request().GET().build(), HttpResponse.BodyHandlers.ofLines())
                .get(20, TimeUnit.SECONDS);
        var call = door.http()
                .sendAsync(
                        visitor.request()
                                .POST(HttpRequest.BodyPublishers.ofString(CALL.formatted("read")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(visitor.delete().statusCode()).isEqualTo(204);

        assertThat(CompletableFuture.supplyAsync(() -> stream.body().count())).succeedsWithin(Duration.ofSeconds(20));
        assertThat(call.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(files.talks().getLast().received().getLast().json().toString())
                .contains("notifications/cancelled", "the client has left");
    }

    @Test
    void aCallThatIsCancelledBeforeItsServerIsThereIsNeverMade() throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch mayConnect = new CountDownLatch(1);
        door.put("files", listener -> {
            connecting.countDown();
            mayConnect.await();
            return files.connect(listener);
        });
        Visitor visitor = door.greeted("/mcp", "{}");
        var call = door.http()
                .sendAsync(
                        visitor.request()
                                .POST(HttpRequest.BodyPublishers.ofString(CALL.formatted("files__read")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(connecting.await(20, TimeUnit.SECONDS)).isTrue();

        visitor.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}");
        mayConnect.countDown();

        assertThat(call.get(20, TimeUnit.SECONDS).body()).doesNotContain("\"id\":5");
        assertThat(files.talks())
                .allSatisfy(talk -> assertThat(talk.requests("tools/call")).isEmpty());
        Waiting.until(() -> door.ended().stream().anyMatch(turn -> turn.end() instanceof TurnListener.End.Cancelled));
    }

    @Test
    void aClientFollowsABoundedNumberOfResourcesAndNoneThatItsServerRefuses() {
        files.on(
                "resources/subscribe",
                (talk, request) -> talk.end(
                        request,
                        Message.Response.of(request.id(), new RpcError(RpcError.INVALID_PARAMS, "no such thing"))));
        Visitor visitor = door.put("files", files).greeted("/mcp/files", "{}");
        for (int i = 0; i <= Watches.MAX; i++) {
            visitor.call(i, "resources/subscribe", "{\"uri\":\"r" + i + "\"}");
        }
        files.on("resources/subscribe", "{}");
        for (int i = 0; i < Watches.MAX; i++) {
            assertThat(visitor.call(i, "resources/subscribe", "{\"uri\":\"s" + i + "\"}")
                            .has("result"))
                    .isTrue();
        }

        assertThat(visitor.call(1, "resources/subscribe", "{\"uri\":\"one more\"}")
                        .object("error")
                        .orElseThrow()
                        .string("message"))
                .contains("uri \"one more\": expected at most 1000 resources that are followed at a time");
        assertThat(visitor.call(2, "resources/subscribe", "{\"uri\":\"s7\"}").has("result"))
                .isTrue();
    }

    @Test
    void whoStopsListeningBeforeItHasBegunFollowsNothing() throws Exception {
        files.on("resources/list", "{\"resources\":[{\"uri\":\"x\",\"name\":\"x\"}]}")
                .on("resources/subscribe", "{}")
                .on("resources/unsubscribe", "{}");
        ServerName name = new ServerName("files");
        Upstream server = door.put("files", files).upstream("files");
        Surroundings around = door.surroundings();
        JsonObject wanted = JsonObject.of("{\"notifications\":{\"resourceSubscriptions\":[\"x\"]}}");
        Subscription subscription = new Subscription(
                "early",
                Message.Request.of(RpcId.of(1), "subscriptions/listen", wanted),
                around,
                new View.One(name),
                Caller.ANYBODY);

        subscription.end();
        subscription.join(List.of(server), Duration.ofSeconds(20));

        assertThat(around.watches().of(name, subscription)).isEmpty();
        assertThat(files.talks().getLast().requests("resources/unsubscribe")).hasSize(1);
    }
}
