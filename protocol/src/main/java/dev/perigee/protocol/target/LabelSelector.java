package dev.perigee.protocol.target;

import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.List;

/// Conditions on labels, all of which must hold: `env=prod,tier!=db,canary,!legacy`. One to 16 of them.
public record LabelSelector(List<LabelTerm> terms) {
    public static final int TERMS_MAX = 16;

    public LabelSelector {
        terms = List.copyOf(terms);
        if (terms.isEmpty() || terms.size() > TERMS_MAX) {
            throw new BadValue("label selector", terms.size() + " terms", "1 to " + TERMS_MAX);
        }
    }

    /// Reads comma-separated terms. The error names the term, where it begins, and what was expected.
    public static LabelSelector parse(String text) {
        List<LabelTerm> terms = new ArrayList<>();
        int begin = 0;
        for (String term : text.split(",", -1)) {
            terms.add(term(text, term, begin));
            begin += term.length() + 1;
        }
        return new LabelSelector(terms);
    }

    public boolean fits(Labels labels) {
        return terms.stream().allMatch(term -> term.fits(labels));
    }

    @Override
    public String toString() {
        return String.join(",", terms.stream().map(LabelTerm::text).toList());
    }

    private static LabelTerm term(String selector, String term, int begin) {
        if (term.isEmpty()) {
            throw wrong(selector, "nothing", begin, "a term: k=v, k!=v, k (has it) or !k (has it not)");
        }
        int equals = term.indexOf('=');
        if (equals < 0) {
            boolean not = term.startsWith("!");
            String name = name(selector, not ? term.substring(1) : term, begin + (not ? 1 : 0));
            return not ? new LabelTerm.HasNot(name) : new LabelTerm.Has(name);
        }
        boolean not = equals > 0 && term.charAt(equals - 1) == '!';
        String name = name(selector, term.substring(0, not ? equals - 1 : equals), begin);
        String value = term.substring(equals + 1);
        if (!NameForm.fits(value)) {
            throw wrong(selector, quoted(value), begin + equals + 1, "a value: " + NameForm.EXPECTED);
        }
        return not ? new LabelTerm.IsNot(name, value) : new LabelTerm.Is(name, value);
    }

    private static String name(String selector, String name, int begin) {
        if (!NameForm.fits(name)) {
            throw wrong(selector, quoted(name), begin, "the name of a label: " + NameForm.EXPECTED);
        }
        return name;
    }

    private static String quoted(String text) {
        return '"' + BadValue.shown(text) + '"';
    }

    private static BadValue wrong(String selector, String found, int begin, String expected) {
        return new BadValue(
                "label selector", selector, expected + "; at position " + (begin + 1) + " there is " + found);
    }
}
