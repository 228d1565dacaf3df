package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.http.EventStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientStreamTest {
    private final ClientStream stream = ClientStream.resumable("7", false);

    @Test
    void messagesComeInOrderWithIdsFromWhichOneGoesOn() throws Exception {
        EventStream.Source first = stream.readAfter(0);
        add("a");
        add("b");
        assertThat(id(first)).isEqualTo("7-1");

        EventStream.Source second = stream.readAfter(stream.number("7-1"));

        assertThat(first.next()).isEqualTo(new EventStream.Next.End());
        assertThat(id(second)).isEqualTo("7-2");
        assertThat(second.next()).isEqualTo(new EventStream.Next.Nothing());
        stream.complete();
        assertThat(second.next()).isEqualTo(new EventStream.Next.End());
    }

    @Test
    void whatWasTakenMakesRoomAndWhatWasNotKeepsItsPlace() throws Exception {
        EventStream.Source reader = stream.readAfter(0);
        for (int i = 0; i < ClientStream.MESSAGES_MAX; i++) {
            assertThat(add("x")).isTrue();
        }
        assertThat(add("too many")).isFalse();

        reader.next();

        assertThat(add("fits")).isTrue();
        assertThat(add("too many")).isFalse();
    }

    @Test
    void theLastMessageOfAllIsKeptWhateverElseIsNot() throws Exception {
        EventStream.Source reader = stream.readAfter(0);
        for (int i = 0; i < ClientStream.MESSAGES_MAX; i++) {
            add("x");
        }

        int untaken = stream.finish(Message.Notification.of("last", JsonObject.EMPTY));

        assertThat(untaken).isEqualTo(1);
        assertThat(id(reader)).isEqualTo("7-2");
        String last = "";
        while (reader.next() instanceof EventStream.Next.Event event) {
            last = event.data();
        }
        assertThat(last).contains("\"last\"");
    }

    @Test
    void theFirstReaderOfAPrimedStreamGetsAnIdToComeBackWith() {
        ClientStream primed = ClientStream.resumable("9", true);

        assertThat(primed.readAfter(0).next())
                .isInstanceOfSatisfying(
                        EventStream.Next.Priming.class,
                        first -> assertThat(first.id()).isEqualTo("9-0"));
        assertThat(primed.readAfter(0).next()).isEqualTo(new EventStream.Next.Nothing());
    }

    @Test
    void anIdOfAnotherStreamIsNoneOfThisOne() {
        assertThat(stream.number("8-1")).isEqualTo(-1);
        assertThat(stream.number("7-x")).isEqualTo(-1);
        assertThat(stream.number("77-1")).isEqualTo(-1);
    }

    private boolean add(String method) throws InterruptedException {
        return stream.add(Message.Notification.of(method, JsonObject.EMPTY), Duration.ZERO);
    }

    private static String id(EventStream.Source source) {
        return source.next() instanceof EventStream.Next.Event event ? String.valueOf(event.id()) : "none";
    }
}
