package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ModernServerTest {
    private static final String ALL = "{\"elicitation\":{},\"sampling\":{},\"roots\":{}}";
    private static final String TASKS = "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger ids = new AtomicInteger();
    private final Recorded outlet = new Recorded();
    private final ModernServer server = new ModernServer(
            new Offers(Refusal.INVALID_PARAMS),
            new Surroundings(
                    time -> {
                        if (time.toSeconds() > 0) {
                            never.await();
                        }
                    },
                    () -> Instant.EPOCH,
                    () -> "id-" + ids.incrementAndGet()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRequestWithoutItsMetadataIsRefused() throws InterruptedException {
        server.receive(Json.object("{\"id\":1,\"method\":\"tools/list\",\"params\":{}}"), outlet);
        assertThat(outlet.next().at("/error/code").asInt()).isEqualTo(Refusal.INVALID_PARAMS);
    }

    @Test
    void anotherVersionIsRefusedWithTheOnesThatAreSpoken() throws InterruptedException {
        server.receive(Json.object("""
                {"id":1,"method":"tools/list","params":{"_meta":{
                  "io.modelcontextprotocol/protocolVersion":"v9","io.modelcontextprotocol/clientCapabilities":{}}}}
                """), outlet);
        ObjectNode response = outlet.next();
        assertThat(response.at("/error/code").asInt()).isEqualTo(Refusal.UNSUPPORTED_VERSION);
        assertThat(response.at("/error/data/supported/0").asString()).isEqualTo("2026-07-28");
    }

    @Test
    void theSessionsMethodsAreGone() throws InterruptedException {
        assertThat(request("initialize", "{}", ALL).at("/error/code").asInt()).isEqualTo(Refusal.METHOD_NOT_FOUND);
    }

    @Test
    void whatAToolAsksIsAResultAndTheCallIsMadeAgainWithTheAnswer() throws InterruptedException {
        ObjectNode asked = call("test_input_required_result_request_state", "{}", ALL);
        assertThat(asked.at("/result/resultType").asString()).isEqualTo("input_required");
        ObjectNode done = confirm(asked.at("/result/requestState").asString());
        assertThat(done.at("/result/content/0/text").asString()).isEqualTo("state-ok");
        assertThat(done.at("/result/resultType").asString()).isEqualTo("complete");
    }

    @Test
    void aStateThatWasNotGivenOutIsRefused() throws InterruptedException {
        ObjectNode asked = call("test_input_required_result_request_state", "{}", ALL);
        String state = asked.at("/result/requestState").asString();
        assertThat(confirm(state + "-x").at("/error/code").asInt()).isEqualTo(Refusal.INVALID_PARAMS);
        assertThat(confirm("no.state").at("/error/code").asInt()).isEqualTo(Refusal.INVALID_PARAMS);
        assertThat(confirm("none").at("/error/code").asInt()).isEqualTo(Refusal.INVALID_PARAMS);
    }

    @Test
    void nothingIsAskedThatTheClientDidNotDeclare() throws InterruptedException {
        ObjectNode response = call("test_missing_capability", "{}", "{\"roots\":{}}");
        assertThat(response.at("/error/code").asInt()).isEqualTo(Refusal.MISSING_CAPABILITY);
        assertThat(response.at("/error/data/requiredCapabilities").has("sampling"))
                .isTrue();
    }

    @Test
    void aTaskAsksGoesOnAndCompletes() throws InterruptedException {
        String id = call("multi_input", "{}", TASKS).at("/result/taskId").asString();
        awaitStatus(id, "input_required");
        update(id, "first");
        assertThat(look(id).at("/result/inputRequests").propertyNames()).containsExactly("second");
        update(id, "second");
        ObjectNode done = awaitStatus(id, "completed");
        assertThat(done.at("/result/result/content/0/text").asString()).isEqualTo("Both answered");
    }

    @Test
    void aTaskThatIsCancelledSaysSo() throws InterruptedException {
        String id = call("slow_compute", "{\"seconds\":60}", TASKS)
                .at("/result/taskId")
                .asString();
        request("tasks/cancel", "{\"taskId\":\"" + id + "\"}", TASKS);
        awaitStatus(id, "cancelled");
    }

    @Test
    void withoutTasksALongToolAnswersAtOnceUnlessItIsATaskOnly() throws InterruptedException {
        assertThat(call("slow_compute", "{}", ALL).at("/result/content/0/text").asString())
                .startsWith("Computed");
        assertThat(call("failing_job", "{}", ALL).at("/error/code").asInt()).isEqualTo(Refusal.MISSING_CAPABILITY);
    }

    @Test
    void aSubscriptionTellsOnlyWhatWasAskedForUntilItIsCancelled() throws InterruptedException {
        Recorded subscription = new Recorded();
        ObjectNode listen = message("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}", ALL);
        server.receive(listen.put("id", "listen"), subscription);
        assertThat(subscription.next().path("method").asString()).isEqualTo("notifications/subscriptions/acknowledged");
        call("test_trigger_prompt_change", "{}", ALL);
        call("test_trigger_tool_change", "{}", ALL);
        ObjectNode told = subscription.next();
        assertThat(told.path("method").asString()).isEqualTo("notifications/tools/list_changed");
        assertThat(told.at("/params/_meta")
                        .path("io.modelcontextprotocol/subscriptionId")
                        .asString())
                .isEqualTo("listen");
        server.receive(
                Json.object("{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"listen\"}}"), outlet);
        subscription.awaitEnd();
    }

    private ObjectNode confirm(String state) throws InterruptedException {
        ObjectNode params = Json.object("""
                {"name":"test_input_required_result_request_state","arguments":{},
                 "inputResponses":{"confirm":{"action":"accept","content":{"ok":true}}}}
                """);
        return request("tools/call", Json.text(params.put("requestState", state)), ALL);
    }

    private void update(String task, String key) throws InterruptedException {
        request("tasks/update", "{\"taskId\":\"" + task + "\",\"inputResponses\":{\"" + key + "\":{}}}", TASKS);
    }

    private ObjectNode look(String task) throws InterruptedException {
        return request("tasks/get", "{\"taskId\":\"" + task + "\"}", TASKS);
    }

    private ObjectNode awaitStatus(String task, String status) throws InterruptedException {
        ObjectNode seen = look(task);
        for (int i = 0; i < 100_000 && !seen.at("/result/status").asString().equals(status); i++) {
            seen = look(task);
        }
        assertThat(seen.at("/result/status").asString()).isEqualTo(status);
        return seen;
    }

    private ObjectNode call(String tool, String arguments, String capabilities) throws InterruptedException {
        return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}", capabilities);
    }

    private ObjectNode request(String method, String params, String capabilities) throws InterruptedException {
        server.receive(message(method, params, capabilities), outlet);
        return outlet.next();
    }

    private static ObjectNode message(String method, String params, String capabilities) {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", 7).put("method", method);
        ObjectNode all = Json.object(params);
        all.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .set("io.modelcontextprotocol/clientCapabilities", Json.object(capabilities));
        request.set("params", all);
        return request;
    }
}
