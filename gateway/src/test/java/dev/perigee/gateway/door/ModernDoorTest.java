package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.MemoryServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ModernDoorTest {
    private static final String ASKABLE = "{\"elicitation\":{},\"sampling\":{}}";
    private static final String CALL = "{\"name\":\"ask\"}";

    private final MemoryServer old = new MemoryServer("{\"tools\":{\"listChanged\":true},\"resources\":{}}")
            .on(
                    "tools/list",
                    "{\"tools\":[{\"name\":\"ask\"},{\"name\":\"route\",\"inputSchema\":{\"type\":\"object\","
                            + "\"properties\":{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}]}")
            .on("tools/call", (talk, request) -> talk.ask(request, "q1", "elicitation/create"));
    private final MemoryServer fresh = MemoryServer.modern("{\"tools\":{}}")
            .on(
                    "tools/list",
                    "{\"resultType\":\"complete\",\"ttlMs\":9,\"cacheScope\":\"public\",\"tools\":[{\"name\":\"go\"}]}")
            .on("tools/call", "{\"resultType\":\"complete\",\"content\":[]}");
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT);

    @BeforeEach
    void open() {
        door.put("old", old).put("fresh", fresh);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aQuestionOfALegacyServerIsAResultAndTheRetryAnswersIt() {
        StatelessVisitor visitor = door.stateless("/mcp/old").declaring(ASKABLE);

        JsonObject asked = visitor.result("tools/call", CALL);
        String key = asked.object("inputRequests").orElseThrow().names().getFirst();
        onAnswer();
        JsonObject done = visitor.result("tools/call", retry(asked, key));

        assertThat(asked.string("resultType")).contains("input_required");
        assertThat(asked.object("inputRequests")
                        .orElseThrow()
                        .object(key)
                        .orElseThrow()
                        .string("method"))
                .contains("elicitation/create");
        assertThat(done).hasToString("{\"said\":{\"action\":\"accept\"},\"resultType\":\"complete\"}");
    }

    @Test
    void theSameAtTheDoorOfAllServersUnderPublicNames() {
        StatelessVisitor visitor = door.stateless("/mcp").declaring(ASKABLE);

        JsonObject asked = visitor.result("tools/call", "{\"name\":\"old__ask\"}");
        onAnswer();
        JsonObject done =
                visitor.result("tools/call", retry(asked, "elicitation-1").replace("\"ask\"", "\"old__ask\""));

        assertThat(done.object("said")).isPresent();
    }

    @Test
    void aStateThatIsTamperedWithUsedTwiceOrAnothersIsRefused() {
        StatelessVisitor visitor = door.stateless("/mcp/old").declaring(ASKABLE);
        JsonObject asked = visitor.result("tools/call", CALL);
        String state = asked.string("requestState").orElseThrow();

        JsonObject tampered =
                visitor.error("tools/call", retry(asked, "elicitation-1").replace(state, state + "x"));
        JsonObject stolen = door.stateless("/mcp/old")
                .declaring(ASKABLE)
                .with("Authorization", "Bearer mallory")
                .error("tools/call", retry(asked, "elicitation-1"));
        onAnswer();
        JsonObject done = visitor.result("tools/call", retry(asked, "elicitation-1"));
        JsonObject again = visitor.error("tools/call", retry(asked, "elicitation-1"));

        assertThat(done.object("said")).isPresent();
        assertThat(Stream.of(tampered, stolen, again))
                .allSatisfy(error -> assertThat(error.integer("code")).hasValue(RpcError.INVALID_PARAMS));
    }

    @Test
    void anAnswerThatIsMissingIsAskedForAgainUnderAnotherState() {
        StatelessVisitor visitor = door.stateless("/mcp/old").declaring(ASKABLE);
        JsonObject asked = visitor.result("tools/call", CALL);

        JsonObject again = visitor.result("tools/call", retry(asked, "something-else"));

        assertThat(again.object("inputRequests").orElseThrow())
                .hasToString(asked.object("inputRequests").orElseThrow().toString());
        assertThat(again.string("requestState")).isNotEqualTo(asked.string("requestState"));
    }

    @Test
    void aQuestionThatNobodyAnswersInTimeIsGivenUpAtTheServer() {
        StatelessVisitor visitor = door.stateless("/mcp/old").declaring(ASKABLE);
        JsonObject asked = visitor.result("tools/call", CALL);

        door.pass(DoorLimits.DEFAULT.parkedMax());

        assertThat(visitor.error("tools/call", retry(asked, "elicitation-1")).integer("code"))
                .hasValue(RpcError.INVALID_PARAMS);
        assertThat(old.talks()).anySatisfy(talk -> assertThat(cancelled(talk)).isTrue());
    }

    @Test
    void callsThatMayAskHaveAServersSessionToThemselvesAtATime() {
        StatelessVisitor one = door.stateless("/mcp/old").declaring(ASKABLE);
        one.result("tools/call", CALL);
        int before = old.talks().size();

        JsonObject second = door.stateless("/mcp/old").declaring(ASKABLE).result("tools/call", CALL);
        int during = old.talks().size();
        onAnswer();
        one.result("tools/call", retry(second, "elicitation-1"));
        old.on("tools/call", "{\"plain\":true}");
        one.result("tools/call", CALL);

        assertThat(during).isEqualTo(before + 1);
        assertThat(old.talks()).as("one whose call is over is used again").hasSize(during);
    }

    @Test
    void whoDeclaresNothingSharesASessionAndIsNeverAsked() {
        JsonObject refused = door.stateless("/mcp/old").error("tools/call", CALL);
        door.stateless("/mcp/old").with("Authorization", "Bearer other").error("tools/call", CALL);

        assertThat(refused.integer("code")).hasValue(RpcError.MISSING_CAPABILITY);
        assertThat(refused.object("data").orElseThrow()).hasToString("{\"requiredCapabilities\":{\"elicitation\":{}}}");
        assertThat(old.talks()).hasSize(1);
    }

    @Test
    void aModernServerSeesTheClientAndTheClientSeesItsResults() {
        JsonObject result = door.stateless("/mcp/fresh").declaring(ASKABLE).result("tools/call", "{\"name\":\"go\"}");

        assertThat(result).hasToString("{\"resultType\":\"complete\",\"content\":[]}");
        assertThat(fresh.talks()
                        .getLast()
                        .requests("tools/call")
                        .getLast()
                        .params()
                        .object("_meta")
                        .orElseThrow())
                .hasToString("{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":" + ASKABLE + "}");
    }

    @Test
    void listsSayHowLongAndForWhomTheyHold() {
        JsonObject all = door.stateless("/mcp").result("tools/list", "{}");
        JsonObject one = door.stateless("/mcp/fresh").result("tools/list", "{}");
        JsonObject known = door.stateless("/mcp/fresh")
                .with("Authorization", "Bearer alice")
                .result("tools/list", "{}");

        assertThat(all.objects("tools"))
                .extracting(tool -> tool.string("name").orElse("?"))
                .containsExactly("fresh__go", "old__ask", "old__route");
        assertThat(all.string("cacheScope")).contains("private");
        assertThat(all.integer("ttlMs")).hasValue(0);
        assertThat(one.string("cacheScope")).contains("public");
        assertThat(one.integer("ttlMs")).hasValue(9);
        assertThat(known.string("cacheScope")).contains("private");
    }

    @Test
    void discoveryIsThatOfTheServerOrOfTheGateway() {
        JsonObject own = door.stateless("/mcp").result("server/discover", "{}");
        JsonObject legacy = door.stateless("/mcp/old").result("server/discover", "{}");

        assertThat(own.strings("supportedVersions")).containsExactly("2026-07-28");
        assertThat(legacy.object("capabilities").orElseThrow())
                .hasToString("{\"tools\":{\"listChanged\":true},\"resources\":{}}");
        assertThat(legacy.object("_meta")
                        .orElseThrow()
                        .object("io.modelcontextprotocol/serverInfo")
                        .orElseThrow())
                .hasToString("{\"name\":\"memory\",\"version\":\"1\"}");
        assertThat(legacy.string("resultType")).contains("complete");
    }

    @Test
    void headersThatSayOtherwiseThanTheBodyAreRefused() {
        HttpResponse<String> method =
                door.stateless("/mcp/old").with("Mcp-Method", "tools/call").post("tools/list", "{}");
        HttpResponse<String> name =
                door.stateless("/mcp/old").with("Mcp-Name", "other").post("tools/call", CALL);
        HttpResponse<String> parameter = door.stateless("/mcp/old")
                .with("Mcp-Param-Region", "west")
                .post("tools/call", "{\"name\":\"route\",\"arguments\":{\"region\":\"east\"}}");

        assertThat(Stream.of(method, name, parameter)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonObject.of(answer.body())
                            .object("error")
                            .orElseThrow()
                            .integer("code"))
                    .hasValue(RpcError.HEADER_MISMATCH);
        });
        assertThat(parameter.body()).contains("Mcp-Param-Region", "west", "east");
    }

    @Test
    void whatTheEraDoesNotHaveIsNotThere() throws Exception {
        HttpResponse<String> ping = door.stateless("/mcp").post("ping", "{}");
        HttpResponse<String> get = door.http()
                .send(
                        HttpRequest.newBuilder(door.at("/mcp"))
                                .header("MCP-Protocol-Version", "2026-07-28")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> other = door.http()
                .send(
                        HttpRequest.newBuilder(door.at("/mcp"))
                                .header("MCP-Protocol-Version", "2031-01-01")
                                .header("Mcp-Method", "tools/list")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                                                + "{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\","
                                                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(ping.statusCode()).isEqualTo(404);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(JsonObject.of(other.body())
                        .object("error")
                        .orElseThrow()
                        .object("data")
                        .orElseThrow())
                .hasToString("{\"supported\":[\"2026-07-28\"],\"requested\":\"2031-01-01\"}");
    }

    @Test
    void whoClosesTheResponseCancelsTheCall() throws Exception {
        fresh.on("tools/call", (talk, request) -> talk.tell(request, "notifications/progress", JsonObject.EMPTY));
        HttpResponse<Stream<String>> answer = door.stateless("/mcp/fresh")
                .open("tools/call", "{\"name\":\"go\"}")
                .get(20, TimeUnit.SECONDS);
        assertThat(answer.body().filter(line -> line.startsWith("data: {")).findFirst())
                .isPresent();

        answer.body().close();

        Waiting.until(() -> cancelled(fresh.talks().getLast()));
        Waiting.until(() -> door.ended().stream().anyMatch(turn -> turn.end() instanceof TurnListener.End.Cancelled));
    }

    @Test
    void aClientThatListensIsToldOfChangesWithItsId() throws Exception {
        HttpResponse<Stream<String>> answer = door.stateless("/mcp")
                .open("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}")
                .get(20, TimeUnit.SECONDS);
        var lines = answer.body()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JsonObject.of(line.substring(6)))
                .iterator();
        JsonObject acknowledged = lines.next();

        old.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of("notifications/prompts/list_changed", JsonObject.EMPTY));
        old.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        JsonObject change = lines.next();
        answer.body().close();

        assertThat(acknowledged.string("method")).contains("notifications/subscriptions/acknowledged");
        assertThat(change)
                .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":"
                        + "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}");
    }

    @Test
    void tasksFindTheirServerFromTheDoorOfAll() {
        fresh.on("tools/call", "{\"resultType\":\"task\",\"taskId\":\"t1\",\"status\":\"working\"}")
                .on(
                        "tasks/get",
                        (talk, request) -> talk.answer(request, request.params().without("_meta")));
        StatelessVisitor visitor = door.stateless("/mcp");

        JsonObject created = visitor.result("tools/call", "{\"name\":\"fresh__go\"}");
        JsonObject seen = visitor.result("tasks/get", "{\"taskId\":\"fresh__t1\"}");
        JsonObject unknown = visitor.error("tasks/get", "{\"taskId\":\"nobody__t1\"}");

        assertThat(created.string("taskId")).contains("fresh__t1");
        assertThat(seen).hasToString("{\"taskId\":\"fresh__t1\",\"resultType\":\"complete\"}");
        assertThat(fresh.talks()
                        .getLast()
                        .requests("tasks/get")
                        .getLast()
                        .params()
                        .string("taskId"))
                .contains("t1");
        assertThat(unknown.string("message")).contains("no server has the task \"nobody__t1\"");
    }

    @Test
    void aSessionInWhichACallWasGivenUpIsGivenToNobodyElse() {
        StatelessVisitor visitor = door.stateless("/mcp/old").declaring(ASKABLE);
        visitor.result("tools/call", CALL);
        MemoryServer.Talk abandoned = old.talks().getLast();

        door.pass(DoorLimits.DEFAULT.parkedMax());
        Waiting.until(abandoned::isClosed);
        visitor.result("tools/call", CALL);

        assertThat(abandoned.requests("tools/call")).hasSize(1);
    }

    @Test
    void notificationsOfTheLegacyEraReachOnlyWhomTheyConcern() {
        old.on("tools/call", (talk, request) -> {
            talk.tell(request, "notifications/message", JsonObject.of("{\"level\":\"info\",\"data\":\"low\"}"));
            talk.tell(request, "notifications/message", JsonObject.of("{\"level\":\"error\",\"data\":\"high\"}"));
            talk.answer(request, JsonObject.EMPTY);
        });

        HttpResponse<String> silent = door.stateless("/mcp/old").post("tools/call", CALL);
        HttpResponse<String> loud = door.stateless("/mcp/old")
                .post("tools/call", "{\"name\":\"ask\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"warning\"}}");

        assertThat(silent.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(loud.body()).contains("high").doesNotContain("low");
    }

    @Test
    void aResourceThatALegacyServerDoesNotHaveIsABadParameter() {
        old.on(
                "resources/read",
                (talk, request) -> talk.end(
                        request, Message.Response.of(request.id(), new RpcError(RpcError.RESOURCE_NOT_FOUND, "gone"))));

        HttpResponse<String> answer = door.stateless("/mcp/old").post("resources/read", "{\"uri\":\"x\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonObject.of(answer.body()).object("error").orElseThrow().integer("code"))
                .hasValue(RpcError.INVALID_PARAMS);
    }

    @Test
    void aRequestThatSaysNothingOfItsClientIsRefusedBeforeAnybodySeesIt() throws Exception {
        HttpResponse<String> answer = door.http()
                .send(
                        HttpRequest.newBuilder(door.at("/mcp/old"))
                                .header("MCP-Protocol-Version", "2026-07-28")
                                .header("Mcp-Method", "tools/list")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("-32602", "io.modelcontextprotocol/protocolVersion");
        assertThat(old.talks()).isEmpty();
    }

    private void onAnswer() {
        old.onResponse((talk, response) -> talk.answer(
                talk.requests("tools/call").getLast(),
                JsonObject.EMPTY.with("said", response.result().orElseThrow())));
    }

    private static String retry(JsonObject asked, String key) {
        return JsonObject.of(CALL)
                .with("requestState", asked.string("requestState").orElseThrow())
                .with("inputResponses", JsonObject.EMPTY.with(key, JsonObject.of("{\"action\":\"accept\"}")))
                .toString();
    }

    private static boolean cancelled(MemoryServer.Talk talk) {
        return talk.received().stream()
                .anyMatch(message -> message.json()
                        .string("method")
                        .filter("notifications/cancelled"::equals)
                        .isPresent());
    }
}
