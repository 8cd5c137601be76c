// ASP.NET Core's implicit usings bring two more types of this name.
global using EnvironmentName = GitOps.Model.Names.EnvironmentName;
