using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Leadline.Tests.Architecture;

/// <summary>A type of the compiled server. What its closures and its nested types use counts as its own.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Uses">
/// The full names of the types in its signatures, bodies and attributes. Who uses a constant is not seen: the compiler
/// has copied its value.
/// </param>
/// <param name="Texts">The texts in it: what a method loads, as one text a method, and its constants.</param>
internal sealed record CompiledType(string Name, IReadOnlySet<string> Uses, IReadOnlyList<string> Texts)
{
    /// <summary>The folder of src/Leadline that it stands in; null for Program, Server and ServerOptions.</summary>
    public string? Folder { get; } = CompiledServer.FolderOf(Name);
}

/// <summary>The server as the compiler left it, for tests that hold it to the house rules.</summary>
internal static class CompiledServer
{
    public static IReadOnlyList<CompiledType> Types { get; } = Read();

    /// <summary>The folder of src/Leadline whose type this is; null when it is another's, or stands in none.</summary>
    public static string? FolderOf(string type) =>
        type.Split('.') is ["Leadline", var folder, _, ..] && folder is not ("Protocol" or "Storage") ? folder : null;

    private static List<CompiledType> Read()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Server).Assembly.Location);
        return [.. module.Types.Where(type => type.Namespace.Split('.')[0] == "Leadline").Select(Read)];
    }

    private static CompiledType Read(TypeDefinition type)
    {
        var reader = new Reader();
        reader.Type(type);
        reader.Uses.Remove(type.FullName);
        return new CompiledType(type.FullName, reader.Uses, reader.Texts);
    }

    private sealed class Reader
    {
        public HashSet<string> Uses { get; } = [];

        public List<string> Texts { get; } = [];

        public void Type(TypeDefinition type)
        {
            Use(type.BaseType);
            foreach (var contract in type.Interfaces)
                Use(contract.InterfaceType);
            Attributes(type);
            foreach (var field in type.Fields)
            {
                Use(field.FieldType);
                Attributes(field);
                if (field.Constant is string text)
                    Texts.Add(text);
            }

            foreach (var property in type.Properties)
                Attributes(property);
            foreach (var method in type.Methods)
                Method(method);
            foreach (var nested in type.NestedTypes)
                Type(nested);
        }

        private void Method(MethodDefinition method)
        {
            Attributes(method);
            Signature(method);
            foreach (var parameter in method.Parameters)
                Attributes(parameter);
            if (!method.HasBody)
                return;
            foreach (var variable in method.Body.Variables)
                Use(variable.VariableType);
            foreach (var handler in method.Body.ExceptionHandlers)
                Use(handler.CatchType);
            foreach (var instruction in method.Body.Instructions)
                Operand(instruction);
            Texts.Add(string.Concat(
                method.Body.Instructions.Where(instruction => instruction.OpCode.Code == Code.Ldstr)
                    .Select(instruction => instruction.Operand + "\n")));
        }

        private void Operand(Instruction instruction)
        {
            if (instruction.Operand is TypeReference used)
                Use(used);
            else if (instruction.Operand is MethodReference called)
                Signature(called);
            else if (instruction.Operand is FieldReference field)
                Use(field.DeclaringType, field.FieldType);
        }

        private void Signature(MethodReference method)
        {
            Use(method.DeclaringType, method.ReturnType);
            Use([.. method.Parameters.Select(parameter => parameter.ParameterType)]);
            if (method is GenericInstanceMethod generic)
                Use([.. generic.GenericArguments]);
        }

        private void Attributes(ICustomAttributeProvider provider)
        {
            foreach (var attribute in provider.CustomAttributes)
                Use(attribute.AttributeType);
        }

        // A type that is nested in another counts as the outermost one: it is the one that has a file.
        private void Use(params TypeReference?[] references)
        {
            foreach (var reference in references)
            {
                if (reference is GenericInstanceType generic)
                    Use([.. generic.GenericArguments]);
                else if (reference is TypeSpecification { ElementType: GenericInstanceType element })
                    Use(element);
                var outermost = reference?.GetElementType();
                while (outermost?.DeclaringType is { } outer)
                    outermost = outer;
                if (outermost is { IsGenericParameter: false })
                    Uses.Add(outermost.FullName);
            }
        }
    }
}
