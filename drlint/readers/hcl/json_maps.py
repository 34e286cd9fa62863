"""Which object of Terraform's JSON syntax is a map and which a nested block: only the provider's schema says it.

An object under a name stands for a map where that name is an argument of type map in the AWS provider, else for a
block; `_OTHERWISE` has the kinds in which a name is the other of the two. From `terraform providers schema -json`, AWS
provider 5.100 (2026-11-25), and the maps of the providers `null`, `random` and `terraform`.
"""

from __future__ import annotations

from collections.abc import Mapping

_MAPS = frozenset(
    """
    additional_encryption_context additional_version_weights advanced_options airflow_configuration_options
    allocation_resource_tags ami_tags arguments athena_properties attribute_mapping attributes
    authentication_request_extra_params backup_options client_metadata client_properties
    column_to_json_key_mappings command_line_arguments connection_properties connector_configuration
    container_environment_variables context credentials_map custom_properties default_arguments
    default_run_properties dimensions driver_opts dynamic_parameters encryption_context_equals
    encryption_context_subset entity_overrides environment_variables event_configurations
    expression_attribute_names extra_params final_backup_tags global_settings group_weights header_parameters
    hyperparameters incident_tags input_paths instance_tags job_tags keepers label_set labels
    locale_specification log_destination logins mappings metadata non_overridable_arguments parameter_overrides
    parameters ports principal_tags profile_properties properties property_map provider_details
    query_string_parameters recovery_point_tags regional_parameters request_models request_parameters
    request_templates requests required_claims resource_type_management_preference
    resource_type_opt_in_preference response_models response_parameters response_templates
    restore_metadata_overrides roles runtime_environment_secrets runtime_environment_variables
    session_attributes skewed_column_value_location_maps stage_variable_overrides stage_variables
    staging_area_tags supported_login_providers table_configurations tag_map tags tags_all tags_to_add
    target_tags task_properties test_bot_alias_tags token_signing_public_keys token_url_custom_properties
    triggers triggers_replace user_defined_fields validation_data values_importance_map variable_tags variables
    video_codec_options volume_tags weights
    """.split()  # noqa: SIM905 - a hundred names
)

_OTHERWISE: Mapping[str, frozenset[str]] = {
    "attributes": frozenset({"aws_globalaccelerator_accelerator", "aws_globalaccelerator_custom_routing_accelerator"}),
    "configuration": frozenset({"aws_codepipeline"}),
    "connection_properties": frozenset({"aws_opensearch_outbound_connection"}),
    "context": frozenset({"aws_iam_principal_policy_simulation"}),
    "dimensions": frozenset({"aws_appautoscaling_policy", "aws_autoscaling_policy"}),
    "encryption_configuration": frozenset({"aws_s3tables_table", "aws_s3tables_table_bucket"}),
    "endpoints": frozenset({"aws_lambda_event_source_mapping"}),
    "environment": frozenset(
        {
            "aws_lightsail_container_service_deployment_version",
            "aws_sagemaker_data_quality_job_definition",
            "aws_sagemaker_model",
        }
    ),
    "limits": frozenset({"aws_batch_job_definition"}),
    "maintenance_configuration": frozenset({"aws_s3tables_table", "aws_s3tables_table_bucket"}),
    "metadata": frozenset({"aws_appmesh_route", "aws_batch_job_definition", "aws_bedrockagent_prompt"}),
    "options": frozenset({"aws_ecs_service"}),
    "parameters": frozenset(
        {
            "aws_bedrockagent_agent_action_group",
            "aws_controltower_control",
            "aws_dax_parameter_group",
            "aws_dlm_lifecycle_policy",
            "aws_glue_ml_transform",
            "aws_kinesis_firehose_delivery_stream",
            "aws_quicksight_analysis",
            "aws_quicksight_dashboard",
            "aws_quicksight_data_source",
            "aws_redshiftdata_statement",
            "aws_resourcegroups_group",
        }
    ),
    "permissions": frozenset({"aws_ssm_document"}),
    "properties": frozenset({"aws_iot_billing_group", "aws_iot_thing_group", "aws_iot_thing_type"}),
    "resource_tags": frozenset(
        {"aws_ecr_repository_creation_template", "aws_fms_policy", "aws_imagebuilder_infrastructure_configuration"}
    ),
    "response_parameters": frozenset({"aws_apigatewayv2_integration"}),
    "tags": frozenset({"aws_ce_tags", "aws_devopsguru_resource_collection"}),
}


def is_map(name: str, kind: str) -> bool:
    """Whether an object under this name, in a resource of this kind, is a map."""
    return (name in _MAPS) is not (kind in _OTHERWISE.get(name, ()))
