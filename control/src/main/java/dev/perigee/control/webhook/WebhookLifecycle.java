package dev.perigee.control.webhook;

import dev.perigee.protocol.webhook.DeliveryState;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What becomes of a delivery after a try. Pure.
final class WebhookLifecycle {
    private static final int GONE = 410;
    private static final int ERROR_MAX = 500;

    private WebhookLifecycle() {}

    /// Taken, given up, or to be tried again after a pause. Who says that it is gone for good is not asked again.
    static HookDelivery.Status after(
            HookDelivery delivery,
            WebhookSender.Answer answer,
            WebhookRules rules,
            Instant now,
            RandomGenerator random) {
        HookDelivery.Status ended = after(delivery, answer, now);
        boolean over = ended.state() == DeliveryState.DELIVERED
                || ended.tries() >= rules.triesMax()
                || (answer instanceof WebhookSender.Answer.Refused(int status) && status == GONE);
        return over
                ? ended
                : new HookDelivery.Status(
                        DeliveryState.WAITING,
                        ended.tries(),
                        now.plus(rules.pause(ended.tries(), random)),
                        ended.lastStatus(),
                        ended.lastError());
    }

    /// The same where there is no further try.
    static HookDelivery.Status after(HookDelivery delivery, WebhookSender.Answer answer, Instant now) {
        int tries = delivery.status().tries() + 1;
        return switch (answer) {
            case WebhookSender.Answer.Taken(int status) -> ended(DeliveryState.DELIVERED, tries, now, status, null);
            case WebhookSender.Answer.Refused(int status) ->
                ended(
                        DeliveryState.DEAD,
                        tries,
                        now,
                        status,
                        "answered with HTTP status " + status + ": expected 200 to 299");
            case WebhookSender.Answer.Failed(String why) -> ended(DeliveryState.DEAD, tries, now, null, why);
        };
    }

    private static HookDelivery.Status ended(
            DeliveryState state, int tries, Instant now, @Nullable Integer status, @Nullable String error) {
        String cut = error == null || error.length() <= ERROR_MAX ? error : error.substring(0, ERROR_MAX);
        return new HookDelivery.Status(state, tries, now, status, cut);
    }
}
