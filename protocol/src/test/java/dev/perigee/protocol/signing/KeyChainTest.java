package dev.perigee.protocol.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyChainTest {
    private static final List<SigningKey> KEYS = keys();

    @Test
    void whoBelievesAnyKeyBelievesItsSuccessorsAndNoneBefore() {
        KeyChain announced = chain(4);
        for (int known = 0; known < 4; known++) {
            KeyChain believed = KeyChain.of(KEYS.get(known).verification());
            assertThat(believed.follow(announced))
                    .contains(new KeyChain(announced.keys().subList(known, 4)));
        }
        assertThat(announced.current()).isEqualTo(KEYS.get(3).verification());
    }

    @Test
    void whoBelievesNoneOfThemBelievesNothing() {
        assertThat(KeyChain.of(KEYS.get(9).verification()).follow(chain(4))).isEmpty();
    }

    @Test
    void aKeyForWhichTheOneBeforeDoesNotVouchEndsTheBelief() {
        KeyChain honest = chain(3);
        VerificationKey intruder = KEYS.get(9).verification();
        List<KeyChain.Link> forged = new ArrayList<>(honest.keys());
        forged.add(new KeyChain.Link(intruder, KEYS.get(9).sign(Purpose.SUCCESSION, intruder.text())));
        assertThat(chain(1).follow(new KeyChain(forged))).isEmpty();
        forged.set(3, new KeyChain.Link(intruder, null));
        assertThat(chain(1).follow(new KeyChain(forged))).isEmpty();
        forged.set(3, new KeyChain.Link(intruder, honest.keys().getLast().succession()));
        assertThat(chain(1).follow(new KeyChain(forged))).isEmpty();
    }

    @Test
    void aChainThatGoesBackIsFollowedNowhere() {
        assertThat(chain(3).follow(chain(2))).isEmpty();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        KeyChain longest = chain(KeyChain.KEYS_MAX + 3);
        assertThat(longest.keys()).hasSize(KeyChain.KEYS_MAX);
        assertThat(longest.find(KEYS.get(2).verification().id())).isEmpty();
        assertThat(longest.find(KEYS.get(3).verification().id())).isPresent();
        assertThat(KeyChain.of(KEYS.get(3).verification()).follow(longest)).contains(longest);
    }

    @Test
    void noKeysOrTooManyAreRefused() {
        assertThatThrownBy(() -> new KeyChain(List.of()))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("1 to 16");
    }

    private static KeyChain chain(int length) {
        KeyChain chain = KeyChain.of(KEYS.getFirst().verification());
        for (int i = 1; i < length; i++) {
            chain = chain.succeed(KEYS.get(i).verification(), KEYS.get(i - 1));
        }
        return chain;
    }

    private static List<SigningKey> keys() {
        SplittableRandom random = new SplittableRandom(7);
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < KeyChain.KEYS_MAX + 4; i++) {
            keys.add(SigningKey.create(random));
        }
        return keys;
    }
}
