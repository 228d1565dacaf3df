package dev.perigee.protocol.signature;

import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one signature covers, and its parameters: a value of the `Signature-Input` field without its label. `text` is
/// kept byte for byte, since it is signed too. Components with parameters of their own are refused.
public record SignatureInput(String text, List<String> components, Map<String, String> parameters) {
    private static final int LENGTH_MAX = 2_048;
    private static final Pattern FORM = Pattern.compile("\\(([^()]*)\\)((?:;[a-z]+=(?:\"[^\"\\\\]*\"|\\d{1,15}))*)");
    private static final Pattern COMPONENT = Pattern.compile("\"(@?[a-z0-9-]+)\"");
    private static final Pattern PARAMETER = Pattern.compile(";([a-z]+)=(?:\"([^\"\\\\]*)\"|(\\d{1,15}))");

    public SignatureInput {
        components = List.copyOf(components);
        parameters = Map.copyOf(parameters);
    }

    /// Throws `BadValue` for what has another form.
    public static SignatureInput parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LENGTH_MAX || !form.matches()) {
            throw new BadValue("Signature-Input", text, "(\"@method\" …);created=…;keyid=\"…\"");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(form.group(2));
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            if (parameters.put(parameter.group(1), value) != null) {
                throw new BadValue("Signature-Input", text, "each parameter once");
            }
        }
        return new SignatureInput(text, components(text, form.group(1)), parameters);
    }

    /// When the signature was made, in seconds since 1970.
    public Optional<Long> created() {
        return Optional.ofNullable(parameters.get("created"))
                .filter(value -> value.chars().allMatch(Character::isDigit) && !value.isEmpty() && value.length() < 16)
                .map(Long::valueOf);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static List<String> components(String text, String inside) {
        List<String> components = new ArrayList<>();
        if (!inside.isEmpty()) {
            for (String item : inside.split(" ", -1)) {
                Matcher component = COMPONENT.matcher(item);
                if (!component.matches()) {
                    throw new BadValue("Signature-Input", text, "components such as \"@method\", without parameters");
                }
                components.add(component.group(1));
            }
        }
        if (new HashSet<>(components).size() != components.size()) {
            throw new BadValue("Signature-Input", text, "each component once");
        }
        return components;
    }
}
