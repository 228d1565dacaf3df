package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.access.OperatorKey;
import dev.perigee.control.access.OperatorStore;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `Operators` may rely on, whichever store keeps the keys. A subclass gives an empty one to each test.
public abstract class OperatorStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final OperatorKey ADA =
            new OperatorKey("ada", Digest.of("a"), Role.ADMIN, null, "operator", NOW, null);
    private static final OperatorKey BOB = new OperatorKey(
            "bob", Digest.of("b"), Role.VIEWER, new TeamName("blue"), "key:ada", NOW, NOW.plusSeconds(60));

    protected abstract OperatorStore store();

    @Test
    void whatWasAddedIsListedByName() {
        assertThat(store().add(BOB)).isTrue();
        assertThat(store().add(ADA)).isTrue();
        assertThat(store().list()).containsExactly(ADA, BOB);
    }

    @Test
    void aNameIsTakenOnceUntilItIsRemoved() {
        store().add(ADA);
        OperatorKey other = new OperatorKey("ada", Digest.of("c"), Role.VIEWER, null, "operator", NOW, null);
        assertThat(store().add(other)).isFalse();
        assertThat(store().list()).containsExactly(ADA);
        assertThat(store().remove("ada")).isTrue();
        assertThat(store().remove("ada")).isFalse();
        assertThat(store().add(other)).isTrue();
        assertThat(store().list()).containsExactly(other);
    }

    @Test
    void ofManyWithOneNameExactlyOneIsAdded() {
        List<Boolean> added = Crowd.run(
                16,
                i -> () -> store().add(
                                new OperatorKey("one", Digest.of("k" + i), Role.VIEWER, null, "operator", NOW, null)));
        assertThat(added).filteredOn(one -> one).hasSize(1);
        assertThat(store().list()).hasSize(1);
    }
}
