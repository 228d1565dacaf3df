package dev.perigee.protocol.broadcast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of a broadcast's members, `10`, or a percentage of them, `10%`, rounded up and at least one.
public record Portion(int amount, boolean percent) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7})(%?)");
    private static final String EXPECTED = "a whole number such as 10, or 1% to 100%";
    private static final int WHOLE = 100;

    public Portion {
        if (amount < 0 || (percent && (amount < 1 || amount > WHOLE))) {
            throw new BadValue("portion", amount + (percent ? "%" : ""), EXPECTED);
        }
    }

    @JsonCreator
    public static Portion parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue("portion", text, EXPECTED);
        }
        return new Portion(Integer.parseInt(form.group(1)), !form.group(2).isEmpty());
    }

    @JsonCreator
    public static Portion of(int amount) {
        return new Portion(amount, false);
    }

    /// How many of `members` it is.
    public int outOf(int members) {
        return percent ? (int) Math.max(1, ((long) members * amount + WHOLE - 1) / WHOLE) : amount;
    }

    @JsonValue
    public String text() {
        return percent ? amount + "%" : String.valueOf(amount);
    }
}
