package dev.perigee.cli.client;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.rollout.RolloutList;
import dev.perigee.protocol.rollout.RolloutRequest;
import dev.perigee.protocol.rollout.RolloutView;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;

/// The part of the operator API that is about rollouts.
public final class Rollouts {
    private static final String ALL = "/api/v1/rollouts";

    private final ControlPlane controlPlane;

    public Rollouts(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /// What an operator can ask of a rollout under way.
    public enum Wish {
        PAUSE,
        RESUME,
        ABORT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Reply<RolloutView> start(RolloutRequest request) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(ALL, Duration.ZERO).POST(ControlPlane.json(request)), RolloutView.class);
    }

    public Reply<RolloutView> find(RolloutId id) throws InterruptedException {
        return controlPlane.call(controlPlane.request(ALL + "/" + id, Duration.ZERO), RolloutView.class);
    }

    public Reply<RolloutList> list(int limit) throws InterruptedException {
        return controlPlane.call(controlPlane.request(ALL + "?limit=" + limit, Duration.ZERO), RolloutList.class);
    }

    public Reply<RolloutView> wish(RolloutId id, Wish wish) throws InterruptedException {
        return controlPlane.call(
                controlPlane
                        .request(ALL + "/" + id + "/" + wish.word(), Duration.ZERO)
                        .POST(HttpRequest.BodyPublishers.noBody()),
                RolloutView.class);
    }
}
