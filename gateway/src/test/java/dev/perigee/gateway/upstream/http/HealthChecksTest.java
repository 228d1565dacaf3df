package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final ReplicaSet.Settings SETTINGS =
            new ReplicaSet.Settings(2, Duration.ofSeconds(40), Duration.ofMinutes(5), Duration.ZERO);

    private final List<Runnable> alarms = new ArrayList<>();
    private final List<String> looked = new ArrayList<>();
    private final Map<String, Consumer<Boolean>> open = new HashMap<>();
    private final Map<String, Boolean> health = new HashMap<>(Map.of("a", true, "b", true));
    private long nanos;
    private final ReplicaSet<String> replicas = new ReplicaSet<>(List.of("a", "b"), SETTINGS, () -> nanos);
    private final HealthChecks<String> checks = new HealthChecks<>(replicas, EVERY, this::look, this::after);

    @Test
    void eachReplicaIsLookedAtEachTime() {
        pass();
        pass();

        assertThat(looked).containsExactly("a", "b", "a", "b");
    }

    @Test
    void oneThatIsNotWellIsLeftOutAndLookedAtAgainWhenItsTimeIsOver() {
        health.put("a", false);
        pass();
        pass();
        assertThat(ejected()).containsExactly("a");

        looked.clear();
        pass();
        assertThat(looked).containsExactly("b");
        pass();
        assertThat(looked).as("40 s are over").containsExactly("b", "b", "a");
        assertThat(ejected()).containsExactly("a");

        health.put("a", true);
        pass();
        pass();
        pass();
        assertThat(ejected()).isEmpty();
    }

    @Test
    void aReplicaThatDoesNotSayIsNotLookedAtTwiceAtATime() {
        health.remove("a");
        pass();
        pass();
        assertThat(looked).containsExactly("a", "b", "b");

        Objects.requireNonNull(open.get("a")).accept(true);
        pass();
        assertThat(looked).containsExactly("a", "b", "b", "a", "b");
    }

    @Test
    void afterTheEndNothingIsLookedAtAndNoAlarmIsLeft() {
        health.remove("a");
        pass();
        checks.close();
        assertThat(alarms).isEmpty();

        Objects.requireNonNull(open.get("a")).accept(false);
        assertThat(looked).containsExactly("a", "b");
    }

    private void look(String replica, Consumer<Boolean> found) {
        looked.add(replica);
        Boolean healthy = health.get(replica);
        if (healthy == null) {
            open.put(replica, found);
        } else {
            found.accept(healthy);
        }
    }

    private Runnable after(Duration wait, Runnable what) {
        assertThat(wait).isEqualTo(EVERY);
        alarms.add(what);
        return () -> alarms.remove(what);
    }

    private void pass() {
        nanos += EVERY.toNanos();
        List.copyOf(alarms).forEach(alarm -> {
            alarms.remove(alarm);
            alarm.run();
        });
    }

    private List<String> ejected() {
        return replicas.standings().stream()
                .filter(ReplicaSet.Standing::ejected)
                .map(ReplicaSet.Standing::replica)
                .toList();
    }
}
