package dev.perigee.control.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.config.SecretView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.testkit.store.InMemorySecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretDeskTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final TeamName BLUE = new TeamName("blue");
    private static final SecretName TOKEN = new SecretName("token");

    private final InMemorySecretStore store = new InMemorySecretStore();
    private final Ring ring = new Ring();
    private final SecretDesk desk = desk(store);

    @Test
    void theNearestScopeWinsAndNobodyGetsWhatIsForOthers() {
        set("global", "for everybody");
        set("team:blue", "for the team");
        set("satellite:edge", "for the satellite");
        assertThat(said(EDGE, BLUE)).isEqualTo("for the satellite");
        assertThat(said(new SatelliteId("other"), BLUE)).isEqualTo("for the team");
        assertThat(said(new SatelliteId("other"), new TeamName("red"))).isEqualTo("for everybody");
        desk.delete(TOKEN, new ConfigScope.Global());
        assertThat(desk.find(TOKEN, new SatelliteId("other"), null)).isEmpty();
    }

    @Test
    void whatIsKeptSaysNothingAndAnotherValueHasAnotherVersion() {
        long first = set("global", "correct horse").version();
        assertThat(store.all().toString()).doesNotContain("correct horse");
        assertThat(desk.list().toString()).doesNotContain("correct horse");
        assertThat(set("global", "battery staple").version()).isGreaterThan(first);
    }

    @Test
    void aBoxOpensForItsOwnNameAndScopeOnly() {
        set("global", "correct horse");
        SealedSecret kept = store.all().getFirst();
        for (SealedSecret moved : List.of(
                new SealedSecret(new SecretName("other"), kept.scope(), 7, kept.key(), kept.box(), "x", NOW),
                new SealedSecret(kept.name(), ConfigScope.parse("team:red"), 7, kept.key(), kept.box(), "x", NOW))) {
            assertThatThrownBy(() -> desk.reveal(List.of(moved)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(moved.name().value())
                    .hasMessageContaining(moved.scope().text());
        }
    }

    @Test
    void afterRekeyingAllOpensAndTheKeyBeforeIsForgotten() {
        set("global", "correct horse");
        String before = ring.keys().getFirst().id();
        long version = desk.list().getFirst().version();
        SecretView.Rekeyed done = desk.rekey();
        assertThat(done.resealed()).isEqualTo(1);
        assertThat(done.key()).isNotEqualTo(before);
        assertThat(ring.keys()).hasSize(1);
        assertThat(desk.list().getFirst().version()).isEqualTo(version);
        assertThat(said(EDGE, null)).isEqualTo("correct horse");
    }

    @Test
    void aCrashAtAnyStepOfRekeyingLosesNoSecret() {
        set("global", "correct horse");
        for (int steps = 0; steps < 3; steps++) {
            ring.failIn(steps);
            try {
                desk.rekey();
            } catch (UncheckedIOException _) {
                // The end of that life.
            }
            ring.failIn(Integer.MAX_VALUE);
            SecretDesk next = desk(store);
            assertThat(next.reveal(store.all()).values()).as("after " + steps).containsExactly("correct horse");
            next.rekey();
            assertThat(ring.keys()).hasSize(1);
        }
    }

    @Test
    void secretsAreForEverybodyATeamOrASatellite() {
        assertThatThrownBy(() -> set("group:web", "correct horse"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("group:web");
        assertThatThrownBy(() -> new SecretValue("short"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("5 characters")
                .hasMessageNotContaining("short");
    }

    @Test
    void whatIsSealedWithAKeyThatIsGoneNamesTheKey() {
        set("global", "correct horse");
        String lost = ring.keys().getFirst().id();
        ring.keys = List.of(SealingKey.create(new Random(9)));
        assertThatThrownBy(() -> desk.reveal(store.all()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(lost);
    }

    private SecretView set(String scope, String value) {
        return desk.set(new SecretDesk.Draft(TOKEN, ConfigScope.parse(scope), new SecretValue(value), "operator"));
    }

    private @Nullable String said(SatelliteId satellite, @Nullable TeamName team) {
        SealedSecret found = desk.find(TOKEN, satellite, team).orElseThrow();
        return desk.reveal(List.of(found)).get("secret:token@" + found.version());
    }

    private SecretDesk desk(SecretStore kept) {
        return new SecretDesk(kept, ring, InstantSource.fixed(NOW), new Random(1));
    }

    /// Forgets nothing that was kept when it fails.
    private static final class Ring implements KeyRing {
        private final Random random = new Random(2);
        private List<SealingKey> keys = List.of(SealingKey.create(random));
        private int steps = Integer.MAX_VALUE;

        void failIn(int next) {
            steps = next;
        }

        @Override
        public List<SealingKey> keys() {
            return keys;
        }

        @Override
        public void renew() throws IOException {
            step();
            List<SealingKey> next = new ArrayList<>(keys);
            next.addFirst(SealingKey.create(random));
            keys = List.copyOf(next);
        }

        @Override
        public void retire() throws IOException {
            step();
            keys = List.of(keys.getFirst());
        }

        private void step() throws IOException {
            if (steps-- <= 0) {
                throw new IOException("no space left");
            }
        }
    }
}
