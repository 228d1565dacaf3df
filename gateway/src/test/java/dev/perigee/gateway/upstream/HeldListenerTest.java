package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import org.junit.jupiter.api.Test;

class HeldListenerTest {
    private static final Loss GONE = new Loss(Loss.Cause.GONE, "exit code 1");

    private final HeldListener held = new HeldListener();
    private final HeardByListener heard = new HeardByListener();

    @Test
    void aLossIsHeardHoweverMuchCameBeforeIt() throws Exception {
        for (int i = 0; i <= HeldListener.HELD_MAX; i++) {
            held.heard(said(1));
        }
        held.lost(GONE);
        held.releaseTo(heard);

        for (int i = 0; i < HeldListener.HELD_MAX; i++) {
            heard.next(Message.Notification.class);
        }
        assertThat(heard.next(Loss.class)).isEqualTo(GONE);
        assertThat(heard.isEmpty()).isTrue();
    }

    @Test
    void whatIsKeptIsBoundedInBytes() throws Exception {
        held.heard(said(HeldListener.HELD_BYTES_MAX / 2));
        held.heard(said(HeldListener.HELD_BYTES_MAX));
        held.releaseTo(heard);

        heard.next(Message.Notification.class);
        assertThat(heard.isEmpty()).isTrue();
        held.lost(GONE);
        assertThat(heard.next(Loss.class)).isEqualTo(GONE);
    }

    private static Message.Notification said(int bytes) {
        return Message.Notification.of("notifications/message", JsonObject.EMPTY.with("data", "x".repeat(bytes)));
    }
}
