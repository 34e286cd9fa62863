terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_security_group" "app" {
  name   = var.name
  vpc_id = var.vpc_id
  tags   = var.tags
}

resource "aws_security_group_rule" "from_balancer" {
  type              = "ingress"
  from_port         = var.port
  to_port           = var.port
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = aws_security_group.app.id
}

resource "aws_security_group_rule" "between_tasks" {
  type              = "ingress"
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  self              = true
  security_group_id = aws_security_group.app.id
}

resource "aws_security_group_rule" "out" {
  type              = "egress"
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.app.id
}

resource "aws_lb" "this" {
  name                             = var.name
  load_balancer_type               = "application"
  internal                         = true
  subnets                          = var.subnet_ids
  security_groups                  = [aws_security_group.app.id]
  enable_deletion_protection       = var.healthy
  enable_cross_zone_load_balancing = true
  drop_invalid_header_fields       = true
  enable_zonal_shift               = var.healthy
  tags                             = var.tags
}

resource "aws_lb_target_group" "this" {
  name        = var.name
  port        = var.port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = var.vpc_id
  tags        = var.tags

  health_check {
    enabled             = var.healthy
    path                = var.healthy ? "/health/deep" : "/"
    protocol            = "HTTP"
    interval            = var.healthy ? 10 : 300
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = var.healthy ? 3 : 10
    matcher             = var.healthy ? "200" : "200-499"
  }
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_ecs_task_definition" "app" {
  family                   = var.name
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.app.arn
  task_role_arn            = aws_iam_role.app.arn
  tags                     = var.tags

  container_definitions = jsonencode([{
    name         = "app"
    image        = "example/${var.name}:${var.deployment_version}"
    cpu          = 512
    memory       = 1024
    essential    = true
    portMappings = [{ containerPort = var.port, hostPort = var.port, protocol = "tcp" }]
    environment  = [{ name = "HOST", value = var.host }, { name = "PORT", value = tostring(var.port) }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/ecs/${var.name}", "awslogs-stream-prefix" = "app" }
    }
  }])
}

resource "aws_ecs_service" "app" {
  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.app.arn
  launch_type                        = "FARGATE"
  desired_count                      = var.healthy ? 2 : 1
  deployment_minimum_healthy_percent = 100
  tags                               = var.tags

  network_configuration {
    subnets         = var.subnet_ids
    security_groups = [aws_security_group.app.id]
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = "app"
    container_port   = var.port
  }
}

resource "aws_appautoscaling_target" "app" {
  service_namespace  = "ecs"
  resource_id        = "service/main/${aws_ecs_service.app.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.healthy ? 2 : 1
  max_capacity       = 12
  tags               = var.tags
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/ecs/${var.name}"
  retention_in_days = 30
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_function" "worker" {
  function_name                  = "${var.name}-worker"
  role                           = aws_iam_role.app.arn
  runtime                        = "python3.12"
  handler                        = "worker.handler"
  s3_bucket                      = "${var.name}-code"
  s3_key                         = "worker/${var.deployment_version}.zip"
  kms_key_arn                    = var.kms_key_arn
  timeout                        = 60
  reserved_concurrent_executions = var.healthy ? 20 : -1
  tags                           = var.tags

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [aws_security_group.app.id]
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.work.arn
  }

  environment {
    variables = {
      HOST    = var.host
      VERSION = var.deployment_version
    }
  }
}

resource "aws_sqs_queue" "work" {
  name                       = "${var.name}-work"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 120
  kms_master_key_id          = var.kms_key_arn
  tags                       = var.tags
}

resource "aws_iam_role" "app" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = var.tags
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "data" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
  }

  statement {
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
    resources = [aws_sqs_queue.work.arn]
  }
}

resource "aws_iam_role_policy" "data" {
  name   = "data"
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.data.json
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_route53_health_check" "this" {
  fqdn              = aws_lb.this.dns_name
  port              = 443
  type              = "HTTPS"
  resource_path     = var.healthy ? "/health/deep" : "/"
  failure_threshold = var.healthy ? 3 : 10
  request_interval  = var.healthy ? 10 : 30
  tags              = var.tags
}

resource "aws_route53_record" "this" {
  zone_id         = var.zone_id
  name            = var.host
  type            = "CNAME"
  ttl             = var.healthy ? 30 : 3600
  records         = [aws_lb.this.dns_name]
  set_identifier  = lower(var.role)
  health_check_id = aws_route53_health_check.this.id

  failover_routing_policy {
    type = var.role
  }
}
