package dev.perigee.protocol.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTest {
    private static final SigningKey KEY = SigningKey.create(new SplittableRandom(1));
    private static final KeyChain BELIEVED = KeyChain.of(KEY.verification());
    private static final Signed SIGNED = Signed.seal(Purpose.DELIVERIES, "grüße\n{}", KEY);

    @Test
    void opensForWhoBelievesTheKeyAlsoAfterTheWire() {
        Signed arrived = Json.WIRE.read(Json.WIRE.bytes(SIGNED), Signed.class);
        KeyChain chain = Json.WIRE.read(Json.WIRE.bytes(BELIEVED), KeyChain.class);
        assertThat(arrived.open(Purpose.DELIVERIES, chain)).isEqualTo(new Signed.Opening.Opened("grüße\n{}"));
    }

    @Test
    void aKeyThatIsNotBelievedIsNamed() {
        SigningKey other = SigningKey.create(new SplittableRandom(2));
        assertThat(Signed.seal(Purpose.DELIVERIES, "x", other).open(Purpose.DELIVERIES, BELIEVED))
                .isEqualTo(new Signed.Opening.UnknownKey(other.verification().id()));
    }

    @Test
    void whatWasSignedForOnePurposeIsNothingForAnother() {
        assertThat(SIGNED.open(Purpose.SUCCESSION, BELIEVED)).isEqualTo(new Signed.Opening.Forged());
    }

    @Test
    void doesNotOpenWhenAnyCharacterWasChanged() {
        for (int i = 0; i < SIGNED.text().length(); i++) {
            char[] text = SIGNED.text().toCharArray();
            text[i] = (char) (text[i] ^ 1);
            assertForged(new String(text), SIGNED.signature());
        }
        assertForged(SIGNED.text(), "");
        assertForged(SIGNED.text(), "not base 64 !");
        assertForged(SIGNED.text(), SIGNED.signature().substring(1));
    }

    @Test
    void aSecretReadAgainSignsTheSame() {
        SigningKey again = SigningKey.parse(KEY.reveal());
        assertThat(again.verification()).isEqualTo(KEY.verification());
        assertThat(Signed.seal(Purpose.DELIVERIES, SIGNED.text(), again)).isEqualTo(SIGNED);
    }

    /// The first test vector of RFC 8032, section 7.1.
    @Test
    void theKeysAreThoseOfTheStandard() {
        String secret = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        assertThat(SigningKey.parse(secret).verification().text())
                .isEqualTo("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    @Test
    void noSecretShowsItself() {
        assertThat(KEY.toString()).endsWith(":***").doesNotContain(KEY.reveal());
        assertThatThrownBy(() -> SigningKey.parse("a-secret"))
                .isInstanceOf(BadValue.class)
                .hasMessageNotContaining("a-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "__________________________________________8"})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> new VerificationKey(text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("\"" + text + "\"", "Ed25519");
    }

    private static void assertForged(String text, String signature) {
        assertThat(new Signed(text, SIGNED.key(), signature).open(Purpose.DELIVERIES, BELIEVED))
                .isEqualTo(new Signed.Opening.Forged());
    }
}
