package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.control.secret.SecretStore;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `SecretDesk` may rely on, whichever store keeps the secrets. A subclass gives an empty one to each test.
public abstract class SecretStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConfigScope GLOBAL = ConfigScope.parse("global");
    private static final ConfigScope TEAM = ConfigScope.parse("team:blue");

    protected abstract SecretStore store();

    @Test
    void aSecretIsKeptAsItIsUnderAGrowingVersion() {
        SealedSecret first = store().put(secret("token", GLOBAL, "box"));
        SealedSecret other = store().put(secret("token", TEAM, "other"));
        assertThat(first).isEqualTo(secret("token", GLOBAL, "box").versioned(first.version()));
        assertThat(first.version()).isPositive().isLessThan(other.version());
        assertThat(store().all()).containsExactly(first, other);
    }

    @Test
    void anotherValueTakesThePlaceOfTheOneBefore() {
        SealedSecret first = store().put(secret("token", GLOBAL, "box"));
        SealedSecret second = store().put(secret("token", GLOBAL, "another"));
        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(store().all()).containsExactly(second);
    }

    @Test
    void aVersionIsNeverUsedAgain() {
        SealedSecret first = store().put(secret("token", GLOBAL, "box"));
        assertThat(store().remove(first.name(), GLOBAL)).isTrue();
        assertThat(store().remove(first.name(), GLOBAL)).isFalse();
        assertThat(store().all()).isEmpty();
        assertThat(store().put(secret("token", GLOBAL, "box")).version()).isGreaterThan(first.version());
    }

    @Test
    void onlyTheVersionThatWasSealedAnewGetsTheNewBox() {
        SealedSecret stays = store().put(secret("a", GLOBAL, "box"));
        SealedSecret old = store().put(secret("b", GLOBAL, "box"));
        SealedSecret set = store().put(secret("b", GLOBAL, "set meanwhile"));
        store().reseal(List.of(anew(stays), anew(old)));
        assertThat(store().all()).containsExactly(anew(stays), set);
    }

    @Test
    void manyThatAreSetAtOnceGetVersionsOfTheirOwn() {
        List<SealedSecret> kept = Crowd.run(16, i -> () -> store().put(secret("s" + i % 4, GLOBAL, "box" + i)));
        assertThat(kept).extracting(SealedSecret::version).doesNotHaveDuplicates();
        assertThat(store().all()).hasSize(4);
    }

    private static SealedSecret anew(SealedSecret secret) {
        return new SealedSecret(
                secret.name(), secret.scope(), secret.version(), "k2", "anew", secret.author(), secret.setAt());
    }

    private static SealedSecret secret(String name, ConfigScope scope, String box) {
        return new SealedSecret(new SecretName(name), scope, 0, "k1", box, "operator", NOW);
    }
}
