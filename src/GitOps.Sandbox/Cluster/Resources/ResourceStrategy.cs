using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>The rules of one kind for its writes. The base holds for kinds without rules of their own.</summary>
internal class ResourceStrategy
{
    /// <summary>Null when the name is valid; the text says what is wrong with it.</summary>
    public virtual string? NameProblem(string name) => Names.SubdomainProblem(name);

    /// <summary>Fills in what the writer left open, on every write, before owners of fields are recorded.</summary>
    public virtual void Default(JsonObject value)
    {
    }

    /// <summary>Sets what only the server may set on a new object.</summary>
    public virtual void PrepareForCreate(JsonObject value)
    {
    }

    /// <summary>Puts back what an update may not change.</summary>
    public virtual void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
    }

    public virtual void Validate(JsonObject value, FieldErrors errors)
    {
    }

    public virtual void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors)
    {
    }

    /// <summary>Whether something other than <c>metadata.finalizers</c> keeps a terminating object.</summary>
    public virtual bool IsHeld(JsonObject value) => false;

    /// <summary>Marks an object whose deletion begins.</summary>
    public virtual void BeginDeletion(JsonObject value)
    {
    }

    /// <summary>Releases what creation took, after the object has gone.</summary>
    public virtual void Released(JsonObject value)
    {
    }

    /// <summary>Whether every deletion is first marked on the object, so that watchers see it even when it goes at once.</summary>
    public virtual bool IsGraceful => false;

    /// <summary>
    /// Seconds that the object lives on after a deletion was asked for; zero deletes at once.
    /// </summary>
    public virtual long GracePeriod(JsonObject value, long? requested) => 0;
}
