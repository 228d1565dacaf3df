package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.MemoryServer;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are here while servers come and go.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OtherServersTest {
    private final MemoryServer files =
            new MemoryServer("{\"tools\":{\"listChanged\":true}}").on("tools/list", "{\"tools\":[]}");
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT).put("files", files);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aClientWithASessionIsToldOnceForEachKindOfList() throws Exception {
        Iterator<JsonObject> told = listen(door.greeted("/mcp", "{}"));

        door.listsChanged("files", "mail");

        assertThat(methods(told, 3))
                .containsExactlyInAnyOrder(
                        "notifications/tools/list_changed",
                        "notifications/prompts/list_changed",
                        "notifications/resources/list_changed");
    }

    @Test
    void aClientOfOneServerIsToldOfThatOneAlone() throws Exception {
        Visitor visitor = door.greeted("/mcp/files", "{}");
        Iterator<JsonObject> told = listen(visitor);
        visitor.call(1, "tools/list", "{}");

        door.listsChanged("mail");
        files.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of(
                        "notifications/message", JsonObject.of("{\"level\":\"info\",\"data\":\"between\"}")));
        door.listsChanged("files");

        assertThat(methods(told, 4))
                .startsWith("notifications/message")
                .contains("notifications/tools/list_changed")
                .doesNotHaveDuplicates();
    }

    @Test
    void aClientThatListensHearsOfANewServerAndThenWhatItSays() throws Exception {
        HttpResponse<Stream<String>> answer = door.stateless("/mcp")
                .open("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}")
                .get(20, TimeUnit.SECONDS);
        Iterator<JsonObject> told = data(answer);
        assertThat(told.next().string("method")).contains("notifications/subscriptions/acknowledged");
        MemoryServer mail = new MemoryServer("{\"tools\":{\"listChanged\":true}}").on("tools/list", "{\"tools\":[]}");

        door.put("mail", mail);
        door.listsChanged("mail");
        assertThat(methods(told, 1)).containsExactly("notifications/tools/list_changed");
        mail.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        assertThat(methods(told, 1)).containsExactly("notifications/tools/list_changed");

        door.remove("mail");
        door.listsChanged("mail");
        assertThat(methods(told, 1)).containsExactly("notifications/tools/list_changed");
        answer.body().close();
    }

    private Iterator<JsonObject> listen(Visitor visitor) throws Exception {
        return data(door.http()
                .sendAsync(visitor.request().GET().build(), HttpResponse.BodyHandlers.ofLines())
                .get());
    }

    private static Iterator<JsonObject> data(HttpResponse<Stream<String>> answer) {
        return answer.body()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JsonObject.of(line.substring(6)))
                .iterator();
    }

    private static List<String> methods(Iterator<JsonObject> told, int count) {
        return Stream.generate(told::next)
                .limit(count)
                .map(message -> message.string("method").orElse("?"))
                .toList();
    }
}
