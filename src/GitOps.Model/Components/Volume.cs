namespace GitOps.Model.Components;

/// <summary>A volume of a component's pods.</summary>
public abstract record Volume(string Name);
