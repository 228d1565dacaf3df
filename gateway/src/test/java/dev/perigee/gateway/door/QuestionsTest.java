package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import java.net.http.HttpResponse;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final String ASKABLE = "{\"elicitation\":{},\"roots\":{\"listChanged\":true}}";

    private final MemoryServer files = new MemoryServer("{\"tools\":{}}");
    private final MemoryServer notes = new MemoryServer("{\"tools\":{}}");
    private final OpenDoor door =
            OpenDoor.before(DoorLimits.DEFAULT).put("files", files).put("notes", notes);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aQuestionThatItsServerTakesBackIsTheOneThatTheClientWasAsked() throws Exception {
        Visitor visitor = door.greeted("/mcp", ASKABLE);
        visitor.call(1, "tools/list", "{}");
        MemoryServer.Talk asking = talk(files);
        Iterator<JsonObject> told = listen(visitor);
        for (String id : new String[] {"7", "8"}) {
            ask(talk(notes), id, "{}");
        }
        ask(asking, "1", "{}");
        for (int each = 0; each < 2; each++) {
            told.next();
        }
        byte[] asked = told.next().value("id").orElseThrow();

        asking.listener().heard(Message.Notification.of("notifications/cancelled", JsonObject.of("{\"requestId\":1}")));

        assertThat(asked).asString().isEqualTo("3");
        assertThat(told.next())
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":3}}");
    }

    @Test
    void theClientsProgressWithAQuestionReachesItsServerUnderItsToken() throws Exception {
        Visitor visitor = door.greeted("/mcp/files", ASKABLE);
        Iterator<JsonObject> told = listen(visitor);
        ask(talk(files), "9", "{\"_meta\":{\"progressToken\":\"theirs\"}}");
        String token = told.next()
                .object("params")
                .orElseThrow()
                .object("_meta")
                .orElseThrow()
                .toString();
        visitor.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,"
                + "\"progress\":2}}");

        assertThat(token).isEqualTo("{\"progressToken\":1}");
        assertThat(talk(files).received().getLast().json())
                .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                        + "{\"progressToken\":\"theirs\",\"progress\":2}}");
    }

    @Test
    void changedRootsAreToldToTheServersOfTheClient() {
        Visitor visitor = door.greeted("/mcp", ASKABLE);
        visitor.call(1, "tools/list", "{}");

        HttpResponse<String> taken =
                visitor.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");

        assertThat(taken.statusCode()).isEqualTo(202);
        for (MemoryServer server : new MemoryServer[] {files, notes}) {
            assertThat(talk(server).received().getLast().json())
                    .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
        }
    }

    @Test
    void theOldestQuestionGivesWayAndItsServerHearsOfIt() {
        OpenQuestions questions = new OpenQuestions();
        ServerName name = new ServerName("files");
        var session = door.session("files", ASKABLE);
        TaskNames names = TaskNames.of(new View.All(), name);
        for (int i = 0; i <= OpenQuestions.MAX; i++) {
            questions.relay(name, Message.Request.of(RpcId.of(i), "roots/list", JsonObject.EMPTY), session, names);
        }

        assertThat(talk(files).received().getLast().json().toString())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":")
                .contains("the client has not answered");
        assertThat(questions.answered(Message.Response.of(RpcId.of(1), JsonObject.EMPTY)))
                .isFalse();
        assertThat(questions.answered(Message.Response.of(RpcId.of(2), JsonObject.EMPTY)))
                .isTrue();
    }

    private static void ask(MemoryServer.Talk talk, String id, String params) {
        talk.listener()
                .asked(Message.Request.of(RpcId.of(Long.parseLong(id)), "elicitation/create", JsonObject.of(params)));
    }

    private static MemoryServer.Talk talk(MemoryServer server) {
        return server.talks().getLast();
    }

    private Iterator<JsonObject> listen(Visitor visitor) throws Exception {
        return door.http()
                .sendAsync(visitor.request().GET().build(), HttpResponse.BodyHandlers.ofLines())
                .get()
                .body()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JsonObject.of(line.substring(6)))
                .iterator();
    }
}
