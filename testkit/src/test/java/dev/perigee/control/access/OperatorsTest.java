package dev.perigee.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.testkit.store.InMemoryOperatorStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final InMemoryOperatorStore store = new InMemoryOperatorStore();
    private Instant now = START;
    private final Operators operators = open();

    @Test
    void theFirstKeyIsTheAdministrators() {
        assertThat(operators.recognise("the-first-key")).contains(Caller.FIRST);
        assertThat(operators.recognise("another-key")).isEmpty();
    }

    @Test
    void aKeyIsShownOnceAndRecognisedAlsoAfterARestart() {
        OperatorView made = create("ada", new TeamName("blue"), null);
        String key = Objects.requireNonNull(made.key());
        Caller ada = new Caller("key:ada", Role.OPERATOR, new TeamName("blue"));

        assertThat(operators.recognise(key)).contains(ada);
        assertThat(open().recognise(key)).contains(ada);
        assertThat(operators.list()).singleElement().satisfies(listed -> {
            assertThat(listed.key()).isNull();
            assertThat(listed.createdBy()).isEqualTo("operator");
        });
        assertThat(store.list().toString()).doesNotContain(key);
        assertThat(made.toString()).doesNotContain(key);
    }

    @Test
    void aKeyOpensNothingAfterItsEndOrOnceItIsRevoked() {
        String brief = Objects.requireNonNull(
                create("brief", null, Duration.ofMinutes(5)).key());
        String lasting = Objects.requireNonNull(create("lasting", null, null).key());
        now = START.plus(Duration.ofMinutes(5));
        assertThat(operators.recognise(brief)).isEmpty();
        assertThat(operators.recognise(lasting)).isPresent();
        operators.revoke("lasting");
        assertThat(operators.recognise(lasting)).isEmpty();
    }

    @Test
    void aNameThatIsTakenOrUnknownIsNamed() {
        create("ada", null, null);
        assertThatThrownBy(() -> create("ada", null, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("operator \"ada\" has a key already");
        assertThatThrownBy(() -> operators.revoke("bob"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("operator \"bob\" has no key");
    }

    private Operators open() {
        return new Operators(store, Digest.of("the-first-key"), () -> now, new SplittableRandom(1));
    }

    private OperatorView create(String name, @Nullable TeamName team, @Nullable Duration expires) {
        return operators.create(Caller.FIRST, new OperatorRequest(name, Role.OPERATOR, team, expires));
    }
}
