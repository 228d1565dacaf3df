package dev.perigee.gateway.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.stdio.Exchanges.Route;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangesTest {
    private static final Message.Request QUESTION = request(900, "elicitation/create");

    private final Exchanges exchanges = new Exchanges();

    @ParameterizedTest
    @ValueSource(strings = {"notifications/message", "notifications/custom"})
    void whatNamesNoneOfSeveralCallsOfSeveralClientsIsForTheListener(String method) {
        begin(1);
        begin(2);

        assertThat(exchanges.route(notification(method), true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(QUESTION, true)).isInstanceOf(Route.ToListener.class);
    }

    @Test
    void whatNamesNothingBelongsToTheLatestCallOfTheOneClient() {
        begin(1);
        Exchange latest = begin(2);

        assertThat(exchanges.route(notification("notifications/custom"), false)).isEqualTo(new Route.Into(latest));
        assertThat(exchanges.route(QUESTION, false)).isEqualTo(new Route.Into(latest));
    }

    @Test
    void theOneCallUnderWayHearsWhatNamesNothing() {
        Exchange only = begin(1);

        assertThat(exchanges.route(notification("notifications/message"), true)).isEqualTo(new Route.Into(only));
        assertThat(exchanges.route(notification("notifications/custom"), true)).isEqualTo(new Route.Into(only));
        assertThat(exchanges.route(QUESTION, true)).isEqualTo(new Route.Into(only));
    }

    @Test
    void whatAnotherClientGaveUpMayStillBeTalkedOf() {
        begin(1);
        begin(2);
        cancel(1);

        assertThat(exchanges.route(notification("notifications/message"), true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(QUESTION, true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(notification("notifications/message"), false))
                .isInstanceOf(Route.Into.class);
    }

    @Test
    void whatWasGivenUpAndIsNeverAnsweredIsNoLongerTalkedOfOnceTheServerAnswersWhatCameLater() {
        begin(1);
        begin(2);
        cancel(1);

        exchanges.end(RpcId.of(2));
        begin(3);
        assertThat(exchanges.route(notification("notifications/message"), true))
                .as("the server had not read the cancellation when it read what it answered")
                .isInstanceOf(Route.ToListener.class);

        exchanges.end(RpcId.of(3));
        Exchange only = begin(4);
        assertThat(exchanges.route(notification("notifications/message"), true)).isEqualTo(new Route.Into(only));
    }

    @Test
    void whatIsSaidLateOfACallThatHasEndedIsNotForTheOneOfAnotherClientThatRemains() {
        begin(1);
        begin(2);
        exchanges.end(RpcId.of(1));

        assertThat(exchanges.route(notification("notifications/message"), true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(notification("notifications/custom"), true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(QUESTION, true)).isInstanceOf(Route.ToListener.class);
        assertThat(exchanges.route(notification("notifications/message"), false))
                .isInstanceOf(Route.Into.class);

        exchanges.end(RpcId.of(2));
        Exchange alone = begin(3);
        assertThat(exchanges.route(notification("notifications/message"), true)).isEqualTo(new Route.Into(alone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "tools/list", "resources/templates/list", "initialize", "resources/subscribe"})
    void whatTheGatewayAsksForItselfLeavesNoDoubt(String method) {
        Exchange call = begin(1);
        exchanges.begin(request(2, method), 0);
        exchanges.end(RpcId.of(2));

        assertThat(exchanges.route(notification("notifications/message"), true)).isEqualTo(new Route.Into(call));
    }

    @Test
    void progressOfNothingThatIsUnderWayIsForNobody() {
        begin(1);

        assertThat(exchanges.route(notification("notifications/progress"), true))
                .isInstanceOf(Route.Nowhere.class);
        assertThat(exchanges.route(
                        Message.Notification.of("notifications/progress", JsonObject.of("{\"progressToken\":7}")),
                        false))
                .isInstanceOf(Route.Nowhere.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void howeverManyCallsThereAreWhatNamesNothingIsForOneThatHasBeenAlone(long seed) {
        Random random = new Random(seed);
        Deque<Integer> open = new ArrayDeque<>();
        int lastEnd = 0;
        for (int step = 1; step <= 200; step++) {
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                assertThat(exchanges.end(RpcId.of(open.removeLast()))).isPresent();
                lastEnd = step;
            } else {
                begin(step);
                open.add(step);
            }
            Route route = exchanges.route(notification("notifications/custom"), true);
            assertThat(route instanceof Route.Into).isEqualTo(open.size() == 1 && open.getFirst() > lastEnd);
        }
    }

    private Exchange begin(long id) {
        return exchanges.begin(request(id, "tools/call"), 0);
    }

    private void cancel(long id) {
        exchanges.cancel(Message.Notification.of(
                "notifications/cancelled", JsonObject.of("{\"requestId\":" + id + ",\"reason\":\"\"}")));
    }

    private static Message.Request request(long id, String method) {
        return Message.Request.of(RpcId.of(id), method, JsonObject.EMPTY);
    }

    private static Message.Notification notification(String method) {
        return Message.Notification.of(method, JsonObject.EMPTY);
    }
}
